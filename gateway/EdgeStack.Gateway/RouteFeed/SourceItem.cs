using System.Collections.Immutable;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Something that a source holds.</summary>
internal abstract record SourceItem(string Namespace, string Name)
{
    /// <summary>Tells an object from one that is made again under its name; empty where the source has no such thing.</summary>
    public string Uid { get; init; } = "";

    /// <summary>True when both are known to be different objects, although they have the same name.</summary>
    public bool IsAnotherThan(string uid) => Uid.Length > 0 && uid.Length > 0 && Uid != uid;

    internal sealed record Routes(RouteObject Object) : SourceItem(Object.Namespace, Object.Name)
    {
        /// <summary>Of the version that was read; empty where it is not known.</summary>
        public string ResourceVersion { get; init; } = "";

        /// <summary>Earlier versions that what serves of the object depends on, when it comes from disk.</summary>
        public ImmutableArray<RouteObject> Earlier { get; init; } = [];
    }

    internal sealed record Service(BackendService Backend) : SourceItem(Backend.Namespace, Backend.Name);

    internal sealed record Endpoints(BackendEndpoints Backend) : SourceItem(Backend.Namespace, Backend.Name);
}
