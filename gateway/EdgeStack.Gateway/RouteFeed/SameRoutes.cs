using EdgeStack.Routes;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Finds a route again in another version of its object: by its rule, or by its name.</summary>
internal sealed class SameRoutes
{
    private readonly ILookup<string, Route> _byRule;
    private readonly ILookup<RouteName, Route> _byName;

    public SameRoutes(IEnumerable<Route> routes)
    {
        Route[] all = [.. routes];
        _byRule = all.ToLookup(route => route.Rule.Text, StringComparer.Ordinal);
        // A name that nobody wrote is a place in a list, and places move when something is inserted.
        _byName = all.Where(route => route.HasOwnName).ToLookup(route => route.Name);
    }

    public IEnumerable<Route> As(Route route) => route.HasOwnName ? _byRule[route.Rule.Text].Concat(_byName[route.Name]) : _byRule[route.Rule.Text];
}
