using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>A Secret, decoded. It never shows its values: not in logs, not in exceptions.</summary>
public sealed record Secret(ObjectMeta Meta, ImmutableDictionary<string, ReadOnlyMemory<byte>> Values)
{
    /// <inheritdoc/>
    public override string ToString() => $"Secret {Meta.Namespace}/{Meta.Name}";
}
