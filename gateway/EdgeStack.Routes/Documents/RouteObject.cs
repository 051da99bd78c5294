using System.Collections.Immutable;

namespace EdgeStack.Routes.Documents;

/// <summary>An object that holds route documents: one failure domain. Either it is right as a whole or its last good version serves.</summary>
/// <param name="Namespace">Its namespace; services without one are looked up here.</param>
/// <param name="Name">Its name.</param>
/// <param name="Documents">Its documents in the order of their keys.</param>
/// <param name="FromCluster">True when it came from an API server, where fixed origins need the operator's permission.</param>
public sealed record RouteObject(string Namespace, string Name, ImmutableArray<RouteDocument> Documents, bool FromCluster)
{
    /// <summary>When the API server made it; null for files, and where the server does not tell.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Its place among all objects by age.</summary>
    internal RouteAge Age => FromCluster
        ? new RouteAge(Created ?? DateTimeOffset.MaxValue, "", Namespace, Name)
        : new RouteAge(DateTimeOffset.MinValue, Documents is [var first, ..] ? first.Origin.File : "", Namespace, Name);

    /// <summary>The label that makes a ConfigMap a route object.</summary>
    public const string Label = "edgestack.dev/routes";

    /// <summary>A ConfigMap as an API server returns it: every key that ends in .yaml, .yml or .json is a document.</summary>
    public static RouteObject OfConfigMap(string @namespace, string name, IEnumerable<KeyValuePair<string, string>> data) =>
        new(@namespace, name, [.. data.Where(pair => IsDocumentKey(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new RouteDocument(pair.Value, new TextOrigin($"ConfigMap {@namespace}/{name}", pair.Key)))], FromCluster: true);

    /// <summary>Whether a key of a ConfigMap, or a file, holds a route document by its name.</summary>
    public static bool IsDocumentKey(string key) => Path.GetExtension(key) is ".yaml" or ".yml" or ".json";
}
