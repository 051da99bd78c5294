namespace EdgeStack.Testing;

/// <summary>A request that <see cref="FakeKubeApi"/> received.</summary>
/// <param name="Verb">As in roles: <c>list</c>, <c>watch</c>, <c>get</c> (discovery, or one object), <c>create</c> or <c>patch</c>.</param>
/// <param name="Plural">Resource; empty for a discovery document.</param>
/// <param name="Namespace">Null: all namespaces.</param>
/// <param name="Path">As sent.</param>
/// <param name="Query">As sent, unescaped.</param>
public sealed record FakeKubeApiRequest(
    string Verb, string Plural, string? Namespace, string Path, IReadOnlyDictionary<string, string> Query)
{
    /// <summary>Empty when it was not asked for.</summary>
    public string ResourceVersion => Query.GetValueOrDefault("resourceVersion", "");

    /// <summary>Whether it was asked for metadata alone.</summary>
    public bool MetadataOnly { get; init; }
}
