using System.Collections.Immutable;
using System.Net;
using CsCheck;
using EdgeStack.Routes.Middlewares;
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

    [Theory]
    [InlineData("Host(`a.example`) || Host(`b.example`) || Host(`c.example`)", "Host(`b.example`) && PathPrefix(`/admin`)", true)]
    [InlineData("Host(`a.example`) || Host(`b.example`) || Host(`c.example`) || Host(`d.example`)", "(Host(`b.example`) || Host(`c.example`)) && Path(`/x`)", true)]
    [InlineData("(Host(`a.example`) || Host(`b.example`)) || Host(`c.example`)", "Host(`a.example`) && !Method(`GET`)", true)]
    [InlineData("Host(`**.a-long-name.example`) || Host(`b.example`)", "Host(`*.w.a-long-name.example`) && Path(`/x`)", true)]
    [InlineData("Host(`*.a-long-name.example`) || Host(`b.example`)", "Host(`w.a-long-name.example`) && Path(`/x`)", true)]
    [InlineData("Host(`*`) || Host(`a-name-that-is-very-long.example`)", "PathPrefix(`/admin`)", true)]
    [InlineData("Host(`a.example`) || Path(`/a-path-that-is-very-long`)", "Host(`a.example`) && Path(`/x`)", true)]
    [InlineData("Host(`a.example`) || Host(`b.example`) || Host(`c.example`)", "(Host(`b.example`) || Host(`d.example`)) && Path(`/x`)", false)]
    [InlineData("Host(`a.example`) || Host(`b.example`) || Host(`c.example`)", "HostRegexp(`^a\\.example$`)", false)]
    [InlineData("(Host(`a.example`) || Host(`b.example`)) && !Path(`/admin`)", "Host(`a.example`) && Path(`/admin`)", false)]
    [InlineData("Host(`*.a-long-name.example`) || Host(`b.example`)", "Host(`**.a-long-name.example`) && Path(`/x`)", false)]
    [InlineData("Host(`a.example`)", "Host(`a.example`) && PathPrefix(`/admin`)", false)]
    public void A_route_whose_hosts_an_earlier_one_takes_whole_is_reported(string rule, string other, bool reported)
    {
        RouteTable<string> table = Table((rule, "first"), (other, "second"));
        Assert.Equal(reported ? 1 : 0, table.Problems.Length);
        if (!reported)
            return;
        Assert.Equal((Severity.Warning, ProblemKind.Shadow), (table.Problems[0].Severity, table.Problems[0].Kind));
        Assert.Equal($"route 'default/r/1' never gets a request: 'default/r/0' (test) takes every request for its hosts and comes first, because its priority {rule.Length} is higher than {other.Length} of 'default/r/1'", table.Problems[0].Message.Replace("test.yaml:1:1", "test", StringComparison.Ordinal));
        Assert.Contains($"'priority:' above {rule.Length}", table.Problems[0].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_that_several_earlier_routes_take_between_them_are_reported_too()
    {
        RouteTable<string> table = RouteTables.Build<string>(
        [
            (Route("Host(`a.example`)", "1") with { Priority = 3 }, "a"), (Route("Host(`b.example`)", "2") with { Priority = 2 }, "b"),
            (Route("(Host(`a.example`) || Host(`b.example`)) && Path(`/x`)", "3") with { Priority = 1 }, "both"),
        ]);
        Assert.Contains("route '3' never gets a request: '1' (", Assert.Single(table.Problems).Message, StringComparison.Ordinal);
        Assert.Contains("and 1 other route take every request for its hosts and come first", table.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(99)]
    public void A_route_that_is_reported_never_wins(int hosts) =>
        Gen.Select(RandomRules.Routes(hosts), RandomRules.Request(hosts).Array[20]).Sample((routes, requests) =>
        {
            RouteTable<string> table = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
            return requests.All(request => Find(table, request) is not { } winner
                || !table.Problems.Any(problem => problem.Message.StartsWith($"route '{winner}' never gets", StringComparison.Ordinal)));
        }, iter: 1000);

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void A_table_reports_what_a_look_at_every_route_would(int hosts) => RandomRules.Routes(hosts).Sample(routes =>
    {
        RouteTable<string> table = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
        Assert.Equal(RouteOrder.Shadowed(table.Routes.Select(route => (route, route.Rule.Text, route.Rule.RequiredHosts))), table.Problems);
    }, iter: 1000);

    [Fact]
    public void Routes_for_one_host_each_are_reported_as_a_look_at_every_route_would()
    {
        RouteTable<string> table = Table(("Host(`a.example`)", "a"), ("Host(`b.example`)", "b"), ("Host(`b.example`) && Path(`/x`)", "never"), ("Host(`b.example`)", "again"), ("Host(`c.example`)", "c"));
        Assert.Equal(RouteOrder.Shadowed(table.Routes.Select(route => (route, route.Rule.Text, route.Rule.RequiredHosts))), table.Problems);
        Assert.Single(table.Problems);
    }

    [Fact]
    public void What_is_reported_costs_the_same_however_many_hosts_others_have()
    {
        long few = AllocatedFor(40, 2000) - AllocatedFor(40, 1000), many = AllocatedFor(5000, 2000) - AllocatedFor(5000, 1000);
        Assert.InRange(many, 1, few * 2);

        static long AllocatedFor(int hosts, int covered)
        {
            Route[] routes = [.. Enumerable.Range(0, hosts).Select(i => Route($"Host(`h{i}.example`)", $"h/{i}")),
                .. Enumerable.Range(0, covered).Select(i => Route($"Host(`h{i % 40}.example`) && Path(`/{i}`)", $"c/{i}") with { Priority = 1 })];
            (Route, string, ImmutableArray<HostPattern>)[] inOrder = [.. routes.Select(route => (route, route.Rule.Text, route.Rule.RequiredHosts))];
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(covered, RouteOrder.Shadowed(inOrder).Length);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        RouteTable<string> table = RouteTables.Build(Enumerable.Range(0, 1000).Select(i => (Route($"Host(`h{i}.example`) && PathPrefix(`/v{i % 7}`)", $"default/a/{i}"), $"t{i}"))
            .Append((Route("PathPrefix(`/any`)", "default/any/0"), "any")));
        Assert.Equal("t500", Find(table, "h500.example:80", "/v3"));
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Find(table, "H500.example:80", "/v3/users");
                Find(table, "unknown.example", "/any");
                Find(table, "unknown.example", "/");
            }
        }));
    }

    [Fact]
    public void A_look_up_past_rules_of_every_kind_allocates_nothing()
    {
        // None of them holds but the last, so every one is asked.
        RuleNode[] rules =
        [
            new RuleNode.PathBelow("/shop/v1"),
            .. new[]
            {
                $"({string.Join(" || ", Enumerable.Range(0, 20).Select(i => $"Host(`{(i == 7 ? "w" : $"h{i}")}.a.example`)"))}) && Method(`PUT`)", "Host(`*.a.example`) && !Method(`GET`)", "Host(`**.example`) && Path(`/x`)",
                "HostRegexp(`^b\\.a`)", "PathPrefix(`/admin`)", "PathRegexp(`^/shop/[a-z]+/$`)", "Header(`X-Tier`, `silver`)", "HeaderRegexp(`X-Tier`, `^s`)", "Query(`page`, `1`)", "QueryRegexp(`page`, `^[a-z]+$`)",
                "ClientIP(`10.0.0.0/8`)", "(Path(`/a`) || (Path(`/b`) || Path(`/c`))) && Method(`GET`)", "Method(`GET`)",
            }.Select(rule => RuleReader.Read(rule).Rule!),
        ];
        Assert.Equal(typeof(RuleNode).GetNestedTypes().Select(kind => kind.Name).Order(), rules.SelectMany(Parts).Select(part => part.GetType().Name).Distinct().Order());
        RouteTable<string> table = RouteTables.Build(rules.Select((rule, i) => (Route("Host(`a.example`)", $"default/a/{i}") with { Rule = rule, Priority = rules.Length - i }, $"t{i}")));
        IPAddress client = IPAddress.Parse("192.0.2.7");
        Fields fields = new();
        Assert.Equal($"t{rules.Length - 1}", Look());
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < 1000; i++)
                Look();
        }));

        string? Look() => table.Find(new RequestFacts("w.a.example", "/shop/v2/items") { Client = client, Fields = fields });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(10_000)]
    public void The_table_answers_as_a_scan_in_order_does(int hosts) =>
        Gen.Select(RandomRules.Routes(hosts), RandomRules.Request(hosts).Array[20]).Sample(
            (routes, requests) =>
            {
                RouteTable<string> table = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
                return requests.All(request => Find(table, request) == Scan(routes, request));
            }, iter: hosts > 1000 ? 5 : 200);

    [Fact]
    public void HD_07_ten_thousand_and_one_hosts_answer_in_any_mixture_of_cases_as_a_scan_does()
    {
        Route[] routes = [.. Enumerable.Range(0, 10_001).Select(i => Route(i % 100 == 7 ? $"Host(`*.h{i}.example`)" : $"Host(`h{i}.example`)", $"default/a/{i}"))];
        RouteTable<string> table = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
        Gen.Select(Gen.Int[0, 10_050], RandomRules.OneOf("", "w.", "v.w."), Gen.ULong).Sample((i, prefix, cases) =>
        {
            string host = string.Concat($"{prefix}h{i}.example".Select((c, at) => (cases >> at & 1) == 0 ? c : char.ToUpperInvariant(c)));
            RandomRequest request = new(host, "/", "GET", "", 1);
            return Find(table, request) == Scan(routes, request);
        }, iter: 300);
    }

    [Fact]
    public void The_order_of_the_input_does_not_matter() =>
        Gen.Select(RandomRules.Routes(5), RandomRules.Request(5).Array[20], Gen.Int).Sample((routes, requests, seed) =>
        {
            Route[] shuffled = [.. routes];
            new Random(seed).Shuffle(shuffled);
            RouteTable<string> one = RouteTables.Build(routes.Select(route => (route, route.Name.Value)));
            RouteTable<string> other = RouteTables.Build(shuffled.Select(route => (route, route.Name.Value)));
            return requests.All(request => Find(one, request) == Find(other, request));
        });

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void A_table_that_was_changed_step_by_step_is_the_one_that_is_built_of_its_routes(int hosts) =>
        Gen.Select(RandomRules.Routes(hosts), RandomRules.Request(hosts).Array[20], Gen.Int).Sample((routes, requests, seed) =>
        {
            Random random = new(seed);
            (Route Route, string Target)[] all = [.. routes.Select(route => (route, route.Name.Value))];
            HashSet<string> held = [];
            RouteTable<string> table = RouteTables.Build<string>([]);
            for (int step = 0; step < 5; step++)
            {
                (Route Route, string Target)[] gone = [.. all.Where(pair => held.Contains(pair.Target) && random.Next(3) == 0)];
                (Route Route, string Target)[] come = [.. all.Where(pair => !held.Contains(pair.Target) && random.Next(2) == 0)];
                table = table.Changed(gone.Select(pair => pair.Target), come);
                held.ExceptWith(gone.Select(pair => pair.Target));
                held.UnionWith(come.Select(pair => pair.Target));
                RouteTable<string> anew = RouteTables.Build(all.Where(pair => held.Contains(pair.Target)));
                Assert.Equal(anew.Routes, table.Routes);
                Assert.Equal(anew.Problems, table.Problems);
                Assert.Equal(anew.HostCount, table.HostCount);
                Assert.Equal(anew.Hosts.ToHashSet(), table.Hosts.ToHashSet());
                Assert.All(requests, request => Assert.Equal(Find(anew, request), Find(table, request)));
            }
        });

    [Fact]
    public void A_table_stays_as_it_is_when_another_one_is_made_of_it()
    {
        RouteTable<string> before = Table(("Host(`a.example`)", "a"), ("Host(`b.example`)", "b"), ("Path(`/x`)", "x"));
        RouteTable<string> after = before.Changed(["a", "x"], [(Route("Host(`c.example`)", "default/c/0"), "c")]);
        Assert.Equal(("a", "b", "x", null), Answers(before));
        Assert.Equal((null, "b", null, "c"), Answers(after));

        static (string?, string?, string?, string?) Answers(RouteTable<string> table) =>
            (Find(table, "a.example", "/"), Find(table, "b.example", "/"), Find(table, "unknown.example", "/x"), Find(table, "c.example", "/"));
    }

    [Theory]
    [InlineData("b.example.com", "one")]
    [InlineData("B.Example.com:8080", "one")]
    [InlineData("a.example.com", "exact")]
    [InlineData("c.b.example.com", "any")]
    [InlineData("d.c.b.example.com", "any")]
    [InlineData("example.com", null)]
    [InlineData("bexample.com", null)]
    public void A_star_is_one_label_and_two_stars_are_any_number_of_them(string host, string? expected)
    {
        // Of equal priority the one with the narrower host has to be written first: the order of names decides here.
        RouteTable<string> table = RouteTables.Build<string>(
        [
            (Route("Host(`a.example.com`)", "1") with { Priority = 1 }, "exact"),
            (Route("Host(`*.example.com`)", "2") with { Priority = 1 }, "one"),
            (Route("Host(`**.example.com`)", "3") with { Priority = 1 }, "any"),
        ]);
        Assert.Equal(expected, Find(table, host, "/"));
    }

    [Theory]
    [InlineData("HostRegexp(`^b\\.test$`) && PathPrefix(`/x`)", false)]
    [InlineData("HostRegexp(`test$`) && PathPrefix(`/x`)", true)]
    [InlineData("!Host(`gitlab.test`) && PathRegexp(`^/x`)", false)]
    [InlineData("!Host(`b.test`) && Path(`/x`)", true)]
    [InlineData("Host(`gitlab.test`) && Method(`PUT`) || Host(`b.test`) && PathPrefix(`/x`)", false)]
    [InlineData("Host(`gitlab.test`) || PathPrefix(`/x`)", false)]
    [InlineData("Method(`PUT`) || PathPrefix(`/x`)", true)]
    [InlineData("PathPrefix(`/`)", false)]
    public void The_path_matters_for_a_host_where_a_rule_that_can_hold_for_it_asks_for_the_path(string rule, bool looks)
    {
        RouteTable<string> table = Table(("Host(`gitlab.test`)", "gitlab"), (rule, "other"));
        Assert.Equal(looks, table.LooksAtPath("gitlab.test"));
    }

    [Fact]
    public void The_path_matters_for_a_host_where_a_middleware_of_a_route_that_can_hold_for_it_changes_the_path()
    {
        Route stripping = Route("HostRegexp(`^b\\.test$`)", "default/s/0") with { Middlewares = new OptionList<MiddlewareSpec>([new MiddlewareSpec.AddPrefix("/x")]) };
        RouteTable<string> table = RouteTables.Build([(stripping, "b"), (Route("Host(`gitlab.test`)", "default/g/0"), "gitlab")]);
        Assert.True(table.LooksAtPath("b.test"));
        Assert.False(table.LooksAtPath("gitlab.test"));
    }

    [Fact]
    public void Where_the_path_does_not_matter_no_other_path_changes_an_answer() =>
        Gen.Select(RandomRules.Rule(3), RandomRules.Request(3), RandomRules.OneOf("/", "/a", "/ab", "/abc", "/b", "/a/b/c", "/x/")).Sample((rule, request, path) =>
        {
            RequestFacts facts = request.Facts;
            bool holds = rule.Matches(facts);
            RequestFacts other = new(facts.Host, path) { Method = facts.Method, Client = facts.Client, Fields = facts.Fields };
            return (rule.LooksAtPathOf(facts.Host) || rule.Matches(other) == holds) && (rule.HoldsFor(facts.Host) ?? holds) == holds;
        });

    private static IEnumerable<RuleNode> Parts(RuleNode rule) => (rule switch
    {
        RuleNode.All all => all.Parts,
        RuleNode.Any any => any.Parts,
        RuleNode.Not not => [not.Part],
        _ => (ImmutableArray<RuleNode>)[],
    }).SelectMany(Parts).Prepend(rule);

    // The naive meaning of the order: the highest priority, then the most specific, then by name.
    private static string? Scan(Route[] routes, RandomRequest request) => routes
        .OrderByDescending(route => route.Priority).ThenByDescending(route => route.Rule.Specificity)
        .ThenBy(route => route.Namespace, StringComparer.Ordinal).ThenBy(route => route.Name.Value, StringComparer.Ordinal)
        .FirstOrDefault(route => route.Rule.Matches(request.Facts))?.Name.Value;

    private static string? Find(RouteTable<string> table, RandomRequest request) => table.Find(request.Facts);

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

    private sealed class Fields : IRequestFields
    {
        public bool AnyHeader(string name, ValueTest test) => name == "X-Tier" && test.HoldsForBytes("gold");

        public bool AnyQueryValue(string key, ValueTest test) => QueryText.AnyValue("?sort=price&page=%32", key, test);
    }
}
