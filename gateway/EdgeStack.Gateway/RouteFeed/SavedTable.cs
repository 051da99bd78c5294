using System.Collections.Immutable;
using System.Text.Json.Serialization;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What a source is known to hold, as it is kept on disk: route documents, which only name secrets, Services and endpoints.</summary>
/// <param name="Server">The API server that said so: another cluster's routes must never serve.</param>
/// <param name="Scopes">Every part of the source, the empty ones too.</param>
internal sealed record SavedTable(string Server, ImmutableArray<SavedTableScope> Scopes)
{
    public static SavedTable Of(string server, IEnumerable<KeyValuePair<SourceScope, ImmutableArray<SourceItem>>> items) =>
        new(server, [.. items.OrderBy(scope => scope.Key.Part, StringComparer.Ordinal).Select(scope => SavedTableScope.Of(scope.Key.Part, scope.Value))]);
}

/// <summary>One part of the source.</summary>
internal sealed record SavedTableScope(
    string Part, ImmutableArray<SavedTableObject> Objects, ImmutableArray<BackendService> Services, ImmutableArray<BackendEndpoints> Endpoints)
{
    /// <summary>As the source would report it.</summary>
    [JsonIgnore]
    public ImmutableArray<SourceItem> Items =>
    [
        .. Services.Select(service => new SourceItem.Service(service)),
        .. Endpoints.Select(endpoints => new SourceItem.Endpoints(endpoints)),
        .. Objects.Select(@object => new SourceItem.Routes(@object.Versions[^1]) { Earlier = @object.Versions[..^1], Uid = @object.Uid }),
    ];

    public static SavedTableScope Of(string part, ImmutableArray<SourceItem> items)
    {
        SourceItem[] inOrder = [.. items.OrderBy(item => item.Namespace, StringComparer.Ordinal).ThenBy(item => item.Name, StringComparer.Ordinal)];
        return new SavedTableScope(
            part,
            [.. inOrder.OfType<SourceItem.Routes>().Select(item => new SavedTableObject(item.Uid, [.. item.Earlier, item.Object]))],
            [.. inOrder.OfType<SourceItem.Service>().Select(item => item.Backend)],
            [.. inOrder.OfType<SourceItem.Endpoints>().Select(item => item.Backend)]);
    }
}

/// <summary>A route object with the versions that what serves of it depends on; the last one is the present one.</summary>
internal sealed record SavedTableObject(string Uid, ImmutableArray<RouteObject> Versions);
