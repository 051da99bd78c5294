using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Something that a source holds.</summary>
internal abstract record SourceItem(string Namespace, string Name)
{
    internal sealed record Routes(RouteObject Object) : SourceItem(Object.Namespace, Object.Name);

    internal sealed record Service(BackendService Backend) : SourceItem(Backend.Namespace, Backend.Name);

    internal sealed record Endpoints(BackendEndpoints Backend) : SourceItem(Backend.Namespace, Backend.Name);
}
