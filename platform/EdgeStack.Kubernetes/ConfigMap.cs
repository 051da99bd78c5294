using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>A ConfigMap; binary data is left out.</summary>
public sealed record ConfigMap(ObjectMeta Meta, ImmutableDictionary<string, string> Data);
