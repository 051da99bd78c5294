using System.Collections.Immutable;

namespace EdgeStack.Routes.Upstreams;

/// <summary>What routing needs of a Kubernetes Service.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ports">Its TCP ports.</param>
public sealed record BackendService(string Namespace, string Name, ImmutableArray<BackendPort> Ports)
{
    /// <summary>The value of the annotation that lets in other namespaces' routes; empty without one.</summary>
    public string AllowRoutesFrom { get; init; } = "";

    /// <summary>The DNS name that a Service of type ExternalName stands for; null for all others.</summary>
    public string? ExternalName { get; init; }

    /// <summary>The scheme of all its ports as its annotation writes it; null when it has none.</summary>
    public string? Scheme { get; init; }

    /// <summary>True when an API server holds it; files are the operator's own.</summary>
    public bool FromCluster { get; init; }
}

/// <summary>A port with the name that Service and endpoints share; an empty name is the only port's.</summary>
public sealed record BackendPort(string Name, int Number);
