using System.Collections.Immutable;

namespace EdgeStack.Routes.Upstreams;

/// <summary>Addresses behind a Service: the content of one Endpoints object or one EndpointSlice.</summary>
/// <param name="Namespace">Namespace of object and Service.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Name">The object's own name; several slices belong to one Service.</param>
/// <param name="Groups">Addresses with the ports that they share.</param>
public sealed record BackendEndpoints(string Namespace, string Service, string Name, ImmutableArray<EndpointGroup> Groups)
{
    /// <summary>True when an API server holds it; files are the operator's own.</summary>
    public bool FromCluster { get; init; }
}

/// <summary>Addresses that serve the same ports.</summary>
/// <param name="Ports">On which each address listens.</param>
/// <param name="ReadyAddresses">They get requests.</param>
public sealed record EndpointGroup(ImmutableArray<BackendPort> Ports, ImmutableArray<string> ReadyAddresses)
{
    /// <summary>On their way out but still serving: they get requests only while none is ready, as kube-proxy does it.</summary>
    public ImmutableArray<string> TerminatingAddresses { get; init; } = [];
}
