using System.Collections.Immutable;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;
using Route = EdgeStack.Routes.Route;

namespace EdgeStack.Benchmarks;

/// <summary>Routes as people write them, one a host.</summary>
internal static class SomeRoutes
{
    /// <summary>A host that is <c>*.</c> this name.</summary>
    public const string Wildcard = "h7";

    /// <summary>An object has no more than so many; the rest are in further ones.</summary>
    public static ImmutableArray<RouteObject> Objects(int count) =>
    [
        .. Enumerable.Range(0, count).Chunk(RouteReader.MostRoutes).Select((part, i) => new RouteObject(
            "default", $"object-{i}", [new RouteDocument(Text(part), new TextOrigin($"object-{i}", $"{i}.yaml"))], FromCluster: false)),
    ];

    public static ImmutableArray<Route> Of(int count) => [.. Objects(count).SelectMany(one => RouteReader.Read(one).Routes)];

    private static string Text(int[] numbers) => "routes:\n" + string.Concat(numbers.Select(i => $"  - {{ host: \"{(i % 10 == 7 ? "*." : "")}h{i}.example\", service: \"blog-{i}:8080\" }}\n"));
}
