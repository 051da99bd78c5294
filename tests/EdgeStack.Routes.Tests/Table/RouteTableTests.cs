using CsCheck;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;

namespace EdgeStack.Routes.Tests.Table;

public sealed class RouteTableTests
{
    [Fact]
    public void The_longer_rule_wins_and_the_shorter_one_gets_the_rest()
    {
        RouteTable<string> table = Table(("Host(`a.example`)", "all"), ("Host(`a.example`) && PathPrefix(`/v2`)", "v2"));
        Assert.Equal("v2", Find(table, "a.example", "/v2/x"));
        Assert.Equal("all", Find(table, "a.example", "/v1"));
        Assert.Null(Find(table, "b.example", "/v2"));
    }

    [Fact]
    public void A_rule_without_a_host_takes_part_in_the_order_of_every_host()
    {
        RouteTable<string> table = Table(("Host(`a.example`)", "a"), ("PathPrefix(`/a-very-long-path-that-outranks-hosts`)", "path"), ("PathPrefix(`/s`)", "short"));
        Assert.Equal("path", Find(table, "a.example", "/a-very-long-path-that-outranks-hosts/x"));
        Assert.Equal("a", Find(table, "a.example", "/short"));
        Assert.Equal("short", Find(table, "unknown.example", "/short"));
    }

    [Theory]
    [InlineData("A.EXAMPLE")]
    [InlineData("a.Example")]
    public void Hosts_are_compared_without_case(string host) => Assert.Equal("a", Find(Table(("Host(`a.example`)", "a")), host, "/"));

    [Fact]
    public void A_second_route_with_the_same_rule_is_reported_and_the_first_in_order_serves()
    {
        RouteTable<string> table = RouteTables.Build([(Route("Host(`a.example`)", "default/b/0"), "b"), (Route("Host(`a.example`)", "default/a/0"), "a")]);
        Assert.Equal("a", Find(table, "a.example", "/"));
        Problem problem = Assert.Single(table.Problems);
        Assert.Equal(Severity.Warning, problem.Severity);
        Assert.Contains("'default/b/0' never gets a request", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        RouteTable<string> table = RouteTables.Build(Enumerable.Range(0, 1000).Select(i => (Route($"Host(`h{i}.example`) && PathPrefix(`/v{i % 7}`)", $"default/a/{i}"), $"t{i}"))
            .Append((Route("PathPrefix(`/any`)", "default/any/0"), "any")));
        Assert.Equal("t500", Find(table, "h500.example:80", "/v3"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Find(table, "H500.example:80", "/v3/users");
            Find(table, "unknown.example", "/any");
            Find(table, "unknown.example", "/");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(2000)]
    public void The_table_answers_as_a_scan_in_order_does(int hosts) =>
        Gen.Select(RandomRoutes(hosts), RandomRequest(hosts).Array[20]).Sample(
            (routes, requests) =>
            {
                RouteTable<string> table = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
                return requests.All(request => Find(table, request.Host, request.Path) == Scan(routes, request.Host, request.Path));
            }, iter: hosts > 1000 ? 20 : 200);

    [Fact]
    public void The_order_of_the_input_does_not_matter() =>
        Gen.Select(RandomRoutes(5), RandomRequest(5).Array[20], Gen.Int).Sample((routes, requests, seed) =>
        {
            Route[] shuffled = [.. routes];
            new Random(seed).Shuffle(shuffled);
            RouteTable<string> one = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
            RouteTable<string> other = RouteTables.Build(shuffled.Select(route => (route, route.Name.Value)));
            return requests.All(request => Find(one, request.Host, request.Path) == Find(other, request.Host, request.Path));
        });

    // The naive meaning of the order: the highest priority, then the most specific, then by name.
    private static string? Scan(Route[] routes, string host, string path) => routes
        .OrderByDescending(route => route.Priority).ThenByDescending(route => route.Rule.Specificity)
        .ThenBy(route => route.Namespace, StringComparer.Ordinal).ThenBy(route => route.Name.Value, StringComparer.Ordinal)
        .FirstOrDefault(route => route.Rule.Matches(new RequestFacts(HostName.Canonical(host), path)))?.Name.Value;

    private static Gen<Route[]> RandomRoutes(int hosts) =>
        Gen.Select(Gen.Int[-1, hosts - 1], OneOf("", "/", "/a", "/a/b", "/abc", "/x"), Gen.Bool, Gen.Int[0, 3])
            .Array[1, Math.Max(5, hosts)].Select(items => items.Select((item, i) => Random(item, i)).ToArray());

    private static Route Random((int Host, string Path, bool Segments, int Priority) item, int index)
    {
        List<RuleNode> parts = [];
        if (item.Host >= 0)
            parts.Add(new RuleNode.Hosts([$"h{item.Host}.example"]));
        if (item.Path.Length > 0 || parts.Count == 0)
            parts.Add(item.Segments ? new RuleNode.PathBelow(item.Path.Length == 0 ? "/" : item.Path) : new RuleNode.PathPrefix(item.Path.Length == 0 ? "/" : item.Path));
        RuleNode rule = parts.Count == 1 ? parts[0] : new RuleNode.All([.. parts]);
        return Route("Host(`unused`)", $"default/r/{index}") with { Rule = rule, Priority = item.Priority == 0 ? rule.Text.Length : item.Priority };
    }

    private static Gen<(string Host, string Path)> RandomRequest(int hosts) => Gen.Select(
        Gen.Int[0, hosts].Select(i => $"h{i}.example"), OneOf("", ":8080", "."), OneOf("/", "/a", "/a/b/c", "/ab", "/abc", "/x/", "/y"),
        (host, suffix, path) => (host.ToUpperInvariant() + suffix, path));

    private static RouteTable<string> Table(params (string Rule, string Target)[] routes) =>
        RouteTables.Build(routes.Select((route, i) => (Route(route.Rule, $"default/r/{i}"), route.Target)));

    private static Route Route(string rule, string name) => new()
    {
        Name = new RouteName(name),
        Match = rule,
        Rule = RuleReader.Read(rule).Rule!,
        Priority = rule.Length,
        Namespace = "default",
        Where = new SourceLocation("test", "test.yaml", 1, 1),
    };

    private static string? Find(RouteTable<string> table, string host, string path) => table.Find(new RequestFacts(HostName.Canonical(host), path));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
