using System.Collections.Immutable;
using CsCheck;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed class TargetChangesTests
{
    private static readonly ImmutableArray<Route> Read = RouteReader.Read(RouteObject.OfConfigMap(
        "apps", "blog", [KeyValuePair.Create("routes.yaml", $"routes: [{string.Concat(Enumerable.Range(0, 8).Select(i => $"{{ name: r{i}, host: r{i}.example, service: 'blog:80' }}, "))}]")])).Routes;

    // Few enough that one comes twice, and some have the name of another one.
    private static readonly ImmutableArray<Route> Known = [.. Read, .. Read.Take(4).Select(route => route with { Priority = 7 })];

    private static readonly Gen<Route[]> SomeRoutes = Gen.Int[0, Known.Length - 1].Array[0, 16].Select(picked => picked.Select(i => Known[i]).ToArray());

    [Fact]
    public void Targets_follow_the_routes_and_those_of_the_very_same_routes_stay() => Gen.Select(SomeRoutes, SomeRoutes).Sample((first, second) =>
    {
        TargetChanges before = Between([], first), after = Between(before.Targets, second);
        Assert.Equal(second, after.Targets.Select(target => target.Route));
        RouteTarget[] stay = [.. after.Targets.Where(target => before.Targets.Any(known => ReferenceEquals(known, target)))];
        Assert.All(Known, route => Assert.Equal(Has(first, route) && Has(second, route), Has(stay.Select(target => target.Route), route)));
        HashSet<RouteTarget> kept = ByReference(stay);
        Assert.True(ByReference(before.Targets.Where(target => !kept.Contains(target))).SetEquals(after.Gone));
        Assert.True(ByReference(after.Targets.Where(target => !kept.Contains(target))).SetEquals(after.Come));
    }, iter: 2000);

    [Fact]
    public void The_target_of_a_route_that_changed_is_made_with_its_earlier_one()
    {
        Route edited = Known[3] with { Priority = 7 };
        TargetChanges before = Between([], [Known[2], Known[3], Known[4]]);
        List<(Route, RouteTarget?)> made = [];
        TargetChanges.Between(before.Targets, [Known[2], edited, Known[4]], (route, earlier) =>
        {
            made.Add((route, earlier));
            return new RouteTarget(route, null, null);
        });
        (Route route, RouteTarget? earlier) = Assert.Single(made);
        Assert.Same(edited, route);
        Assert.Same(before.Targets[1], earlier);
    }

    private static TargetChanges Between(ImmutableArray<RouteTarget> before, IEnumerable<Route> routes) =>
        TargetChanges.Between(before, [.. routes], (route, _) => new RouteTarget(route, null, null));

    private static HashSet<RouteTarget> ByReference(IEnumerable<RouteTarget> targets) => new(targets, ReferenceEqualityComparer.Instance);

    private static bool Has(IEnumerable<Route> routes, Route route) => routes.Any(other => ReferenceEquals(other, route));
}
