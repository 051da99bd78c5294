using System.Collections.Immutable;

namespace EdgeStack.Routes.Documents;

/// <summary>A Secret from a file, decoded. It never shows its values.</summary>
public sealed record SecretManifest(string Namespace, string Name, ImmutableDictionary<string, ReadOnlyMemory<byte>> Values)
{
    /// <inheritdoc/>
    public override string ToString() => $"Secret {Namespace}/{Name}";
}
