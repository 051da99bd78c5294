using System.Collections.Immutable;
using EdgeStack.Routes;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>The targets of the next table. Those of routes that are the very same stay, so that what follows costs as much as has changed.</summary>
/// <param name="Targets">All of them.</param>
/// <param name="Gone">Of those before, the ones that are not among them.</param>
/// <param name="Come">Of all, the ones that are new.</param>
internal sealed record TargetChanges(ImmutableArray<RouteTarget> Targets, ImmutableArray<RouteTarget> Gone, ImmutableArray<RouteTarget> Come)
{
    /// <param name="before">Targets of the present table.</param>
    /// <param name="routes">Routes of the next one.</param>
    /// <param name="make">Makes the target of a route, with what it can keep of the target of its earlier version, or of null.</param>
    public static TargetChanges Between(ImmutableArray<RouteTarget> before, ImmutableArray<Route> routes, Func<Route, RouteTarget?, RouteTarget> make)
    {
        // An edit touches one object, whose routes stand together.
        (int start, int end) = Same(before, routes);
        ReadOnlySpan<RouteTarget> replaced = before.AsSpan()[start..^end];
        Dictionary<Route, RouteTarget> known = new(replaced.Length, ReferenceEqualityComparer.Instance);
        List<RouteTarget> gone = [];
        foreach (RouteTarget target in replaced)
        {
            // What serves of a broken edit may be one route twice.
            if (!known.TryAdd(target.Route, target))
                gone.Add(target);
        }

        RouteTarget?[] between = [.. routes[start..^end].Select(route => known.Remove(route, out RouteTarget? same) ? same : null)];
        gone.AddRange(known.Values);

        ILookup<(string, string, RouteName), RouteTarget> earlier = gone.ToLookup(target => KeyOf(target.Route));
        List<RouteTarget> come = [];
        for (int i = 0; i < between.Length; i++)
        {
            Route route = routes[start + i];
            if (between[i] is null)
                come.Add(between[i] = make(route, earlier[KeyOf(route)].FirstOrDefault()));
        }

        return new TargetChanges([.. before.AsSpan()[..start], .. between!, .. before.AsSpan()[^end..]], [.. gone], [.. come]);
    }

    // How many are the same from the start on, and how many of the others up to the end.
    private static (int Start, int End) Same(ImmutableArray<RouteTarget> before, ImmutableArray<Route> routes)
    {
        int most = Math.Min(before.Length, routes.Length), start = 0, end = 0;
        while (start < most && ReferenceEquals(before[start].Route, routes[start]))
            start++;
        while (end < most - start && ReferenceEquals(before[^(end + 1)].Route, routes[^(end + 1)]))
            end++;
        return (start, end);
    }

    // A name is unique in its object only.
    private static (string, string, RouteName) KeyOf(Route route) => (route.Namespace, route.Age.Object, route.Name);
}
