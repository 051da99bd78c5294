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
        Dictionary<Route, RouteTarget> known = new(before.Length, ReferenceEqualityComparer.Instance);
        // What serves of a broken edit may be one route twice.
        List<RouteTarget> gone = [.. before.Where(target => !known.TryAdd(target.Route, target))];
        RouteTarget?[] targets = [.. routes.Select(route => known.Remove(route, out RouteTarget? same) ? same : null)];
        gone.AddRange(known.Values);

        ILookup<(string, string, RouteName), RouteTarget> earlier = gone.ToLookup(target => KeyOf(target.Route));
        List<RouteTarget> come = [];
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] is null)
                come.Add(targets[i] = make(routes[i], earlier[KeyOf(routes[i])].FirstOrDefault()));
        }

        return new TargetChanges([.. targets!], [.. gone], [.. come]);
    }

    // A name is unique in its object only.
    private static (string, string, RouteName) KeyOf(Route route) => (route.Namespace, route.Age.Object, route.Name);
}
