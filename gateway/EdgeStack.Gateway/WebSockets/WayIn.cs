using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Table;

namespace EdgeStack.Gateway.WebSockets;

/// <summary>How a WebSocket was let in.</summary>
/// <param name="Revision">That of the table which was asked.</param>
/// <param name="Target">The route that took it.</param>
/// <param name="Find">What another table answers to the same request; only while that lasts.</param>
internal sealed record WayIn(long Revision, RouteTarget Target, Func<RouteTable<RouteTarget>, RouteTarget?> Find)
{
    /// <summary>The service that it went to, by the name of its upstream.</summary>
    public string Service { get; init; } = "";

    /// <summary>What a route is known by in any table: a name that nobody wrote is a place in a list, and places move.</summary>
    public (string Namespace, string Match) Key { get; } = KeyOf(Target);

    public static (string Namespace, string Match) KeyOf(RouteTarget target) => (target.Route.Namespace, target.Route.Match);

    /// <summary>True when this route serves, leads where the WebSocket went, and asks for no protection that it has not passed.</summary>
    public bool StaysOpenBy(RouteTarget? target) =>
        target is { Upstreams: not null } && target.Route.Services.Any(weighted => weighted.Reference.ToString() == Service)
        && Protections(target.Route).All(Protections(Target.Route).Contains);

    private static IEnumerable<MiddlewareSpec> Protections(Route route) => route.Middlewares.Where(middleware => middleware.Protects);
}
