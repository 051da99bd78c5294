using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What the table returns for a request.</summary>
/// <param name="Route">The route.</param>
/// <param name="Host">The configured host, for labels; <c>_any</c> when the rule holds for every host.</param>
/// <param name="Upstream">Where it goes; null when the route is quarantined.</param>
internal sealed record RouteTarget(Route Route, string Host, UpstreamCluster? Upstream)
{
    public string Name { get; } = Route.Name.Value;
}
