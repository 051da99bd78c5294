using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;

namespace EdgeStack.Routes.Tests.Ownership;

/// <summary>What one namespace writes must not cost more because of what others have.</summary>
public sealed class RefusedRoutesCostTests
{
    private const int Refused = 4000;

    [Fact]
    public void Refused_routes_cost_the_same_however_many_hosts_others_have()
    {
        long few = AllocatedFor(hosts: 40, Refused) - AllocatedFor(hosts: 40, 1), many = AllocatedFor(hosts: 4000, Refused) - AllocatedFor(hosts: 4000, 1);
        Assert.InRange(many, 1, few * 2);
        Assert.InRange(many / Refused, 1, 8 * 1024);
    }

    [Fact]
    public void Refused_routes_with_the_same_hosts_stand_once_in_the_way_of_requests()
    {
        Route[] routes = [.. Owned(100), .. Refusable(1000)];
        RouteTable<Route> table = Table(routes, out List<Problem> problems);
        Assert.Equal(1000, problems.Count);
        Assert.Equal(1, table.Routes.Count(route => route.Quarantine is not null && !route.Rule.RequiredHosts.IsEmpty));
        Assert.NotNull(table.Find(new RequestFacts("nobodys.k", "/"))?.Quarantine);
        Assert.Equal("a", table.Find(new RequestFacts("h7.k", "/"))?.Namespace);
    }

    [Fact]
    public void An_object_of_the_largest_size_is_read_up_to_its_limits_and_says_so()
    {
        string text = "routes:\n" + string.Concat(Enumerable.Repeat("- {host: \"**.k\",service: \"w:1\", x: 1}\n", 27_000));
        RouteReading reading = RouteReader.Read(new RouteObject("b", "r", [new RouteDocument(text, new TextOrigin("r", "r.yaml"))], FromCluster: true));
        Assert.True(reading.Rejected);
        Assert.Equal(RouteReader.MostRoutes, reading.Routes.Length);
        Assert.Equal(BoundedProblems.Most + 1, reading.Problems.Length);
        Assert.Equal("4,901 more problems of this object are not told one by one", reading.Problems[^1].Message);
        reading = RouteReader.Read(new RouteObject("b", "r", [new RouteDocument(text.Replace(", x: 1", "", StringComparison.Ordinal), new TextOrigin("r", "r.yaml"))], FromCluster: true));
        Assert.Equal("has more than 5,000 routes: what follows is not read", Assert.Single(reading.Problems).Message);
        Assert.Null(reading.UnplacedProtection);
    }

    [Fact]
    public void Problems_are_bounded_for_each_object_and_every_object_has_its_own()
    {
        Problem[] problems = [.. Enumerable.Range(0, 300).Select(i => new Problem(Severity.Warning, new SourceLocation(i % 3 == 0 ? "few" : "many", "r.yaml", i + 1, 0), i.ToString(CultureInfo.InvariantCulture)))];
        Problem[] bounded = [.. BoundedProblems.Of(problems)];
        Assert.Equal(100, bounded.Count(problem => problem.Where.Object == "few"));
        Assert.Equal(101, bounded.Count(problem => problem.Where.Object == "many"));
        Assert.Equal("100 more problems of this object are not told one by one", bounded.Single(problem => problem.Where.Line == 0).Message);
    }

    private static long AllocatedFor(int hosts, int refused)
    {
        Route[] routes = [.. Owned(hosts), .. Refusable(refused)];
        Table(routes, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Table(routes, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static RouteTable<Route> Table(Route[] routes, out List<Problem> problems)
    {
        problems = [];
        ImmutableArray<Route> settled = new HostOwnership([], sharesHosts: true).Settle(routes, problems);
        return RouteTables.Build(settled.Select(route => (route, route)));
    }

    private static IEnumerable<Route> Owned(int hosts) => Enumerable.Range(0, hosts).Select(i => Route("a", 1, i, new HostPattern(HostReach.Exact, $"h{i}.k")));

    private static IEnumerable<Route> Refusable(int routes) => Enumerable.Range(0, routes).Select(i => Route("b", 2, i, new HostPattern(HostReach.AnyDepth, "k")));

    private static Route Route(string @namespace, int day, int index, HostPattern host) => new()
    {
        Name = new RouteName($"{@namespace}/r/{index}"),
        Match = $"Host(`{host}`)",
        Rule = new RuleNode.Hosts([host]),
        Priority = 10,
        Namespace = @namespace,
        Where = new SourceLocation($"ConfigMap {@namespace}/r", "r.yaml", index + 1, 0),
        Age = new RouteAge(new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero), "", @namespace, "r"),
        FromCluster = true,
    };
}
