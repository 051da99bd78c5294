using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>What every object has.</summary>
/// <param name="Namespace">Empty for objects without a namespace.</param>
/// <param name="Name">Unique within kind and namespace at any one time.</param>
/// <param name="Uid">Unique over time.</param>
/// <param name="ResourceVersion">Opaque; differs whenever the object differs.</param>
/// <param name="Created">Null where the server does not tell.</param>
/// <param name="Labels">Never null.</param>
/// <param name="Annotations">Never null.</param>
public sealed record ObjectMeta(
    string Namespace,
    string Name,
    string Uid,
    string ResourceVersion,
    DateTimeOffset? Created,
    ImmutableDictionary<string, string> Labels,
    ImmutableDictionary<string, string> Annotations);
