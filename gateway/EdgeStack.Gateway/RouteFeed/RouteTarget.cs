using System.Collections.Immutable;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What the table returns for a request.</summary>
/// <param name="Route">The route.</param>
/// <param name="Upstreams">Where it goes; null when the route is quarantined.</param>
/// <param name="Middlewares">What a request passes first; null when there is nothing.</param>
internal sealed record RouteTarget(Route Route, RouteUpstreams? Upstreams, MiddlewareChain? Middlewares)
{
    private const string AnyHost = "_any";

    private readonly ImmutableArray<HostPattern> _patterns = Route.Rule.RequiredHosts;

    public string Name { get; } = Route.Name.Value;

    /// <summary>The hosts as configured: the only values that the label <c>host</c> can have for this route.</summary>
    public ImmutableArray<string> HostLabels { get; } =
        Route.Rule.RequiredHosts is { IsEmpty: false } patterns ? [.. patterns.Select(pattern => pattern.ToString())] : [AnyHost];

    /// <summary>The label for a request of this host: the pattern that it fulfils.</summary>
    public string HostLabel(ReadOnlySpan<char> host)
    {
        for (int i = 0; i < _patterns.Length; i++)
        {
            if (_patterns[i].Matches(host))
                return HostLabels[i];
        }

        return HostLabels[0];
    }
}
