using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>What every object has.</summary>
/// <param name="Namespace">Empty for objects without a namespace.</param>
/// <param name="Name">Unique within kind and namespace at any one time.</param>
/// <param name="Uid">Unique over time.</param>
/// <param name="ResourceVersion">Opaque; differs whenever the object differs.</param>
public sealed record ObjectMeta(string Namespace, string Name, string Uid, string ResourceVersion)
{
    /// <summary>Null where the server does not tell.</summary>
    public DateTimeOffset? Created { get; init; }

    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;
}
