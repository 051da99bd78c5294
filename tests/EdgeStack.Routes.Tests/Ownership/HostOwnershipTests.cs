using System.Collections.Immutable;
using CsCheck;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;

namespace EdgeStack.Routes.Tests.Ownership;

/// <summary>Rows CF-02 and CF-07: who was first owns a host, others need a grant, and no order of lists changes that.</summary>
public sealed class HostOwnershipTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void CF_07_a_host_belongs_to_the_namespace_of_its_oldest_route_whatever_the_priority()
    {
        Route owner = Route("a", day: 1, "Host(`shop.example`)"), thief = Route("b", day: 2, "Host(`shop.example`) && PathPrefix(`/login`)") with { Priority = 1_000_000 };
        (RouteTable<Route> table, Problem[] problems) = Settle([thief, owner]);
        Assert.Equal("a", table.Find(new RequestFacts("shop.example", "/login"))?.Namespace);
        Problem problem = Assert.Single(problems);
        Assert.Equal(Severity.Error, problem.Severity);
        Assert.Equal("route 'b/r/2' is not served: host 'shop.example' belongs to namespace 'a' (ConfigMap a/r, r.yaml:1)", problem.Message);
        Assert.Equal("the operator can allow it: grants.hosts: [shop.example=b]", problem.Fix);
    }

    [Fact]
    public void A_route_that_is_set_aside_takes_no_request_of_the_owners_host_not_even_with_503()
    {
        (RouteTable<Route> table, _) = Settle([Route("a", 1, "Host(`shop.example`) && PathPrefix(`/x`)"), Route("b", 2, "Host(`shop.example`)")]);
        Assert.Null(table.Find(new RequestFacts("shop.example", "/y")));
        Assert.Equal(2, table.Routes.Count());
        Assert.NotNull(table.Routes.Single(route => route.Namespace == "b").Quarantine);
    }

    [Theory]
    [InlineData("*.example", "shop.example", "shop.example=b", true)]
    [InlineData("**.example", "*.shop.example", "*.shop.example=b", true)]
    [InlineData("shop.example", "*.example", "*.example=b", true)]
    [InlineData("shop.example", "*.example", "shop.example=b", true)]
    [InlineData("shop.example", "**.example", "*=b", true)]
    [InlineData("shop.example", "shop.example", "shop.example=c", false)]
    [InlineData("shop.example", "*.example", "other.example=b", false)]
    public void Patterns_that_meet_are_settled_by_age_too_and_a_grant_opens_them(string first, string second, string grant, bool opens)
    {
        Route[] routes = [Route("b", 2, $"Host(`{second}`)"), Route("a", 1, $"Host(`{first}`)")];
        Assert.Single(Settle(routes).Problems);
        Assert.Equal(opens ? 0 : 1, Settle(routes, grant).Problems.Length);
        Assert.Empty(Settle([Route("a", 1, "Host(`*.example`)"), Route("b", 2, "Host(`x.other.example`)")]).Problems);
    }

    [Fact]
    public void A_wildcard_over_a_strangers_older_host_answers_503_for_the_rest_and_leaves_that_host_alone()
    {
        (RouteTable<Route> table, Problem[] problems) = Settle([Route("a", 1, "Host(`shop.example`) && PathPrefix(`/x`)"), Route("b", 2, "Host(`*.example`)")]);
        Assert.Contains("host '*.example' meets 'shop.example', which belongs to namespace 'a'", Assert.Single(problems).Message, StringComparison.Ordinal);
        Assert.Null(table.Find(new RequestFacts("shop.example", "/y")));
        Assert.NotNull(table.Find(new RequestFacts("wiki.example", "/y"))?.Quarantine);
    }

    [Fact]
    public void An_older_exact_host_stays_its_owners_below_a_strangers_wildcard_that_is_granted()
    {
        (RouteTable<Route> table, Problem[] problems) = Settle(
            [Route("a", 1, "Host(`shop.example`)"), Route("b", 2, "Host(`*.example`)"), Route("a", 3, "Host(`shop.example`) && PathPrefix(`/new`)")], "*.example=b");
        Assert.Empty(problems);
        Assert.Equal("a/r/3", table.Find(new RequestFacts("shop.example", "/new"))?.Name.Value);
        Assert.Single(Settle([Route("b", 2, "Host(`*.example`)"), Route("c", 3, "Host(`c.example`)")], "*.example=b").Problems);
    }

    [Fact]
    public void A_refused_route_owns_nothing()
    {
        (_, Problem[] problems) = Settle([Route("a", 1, "Host(`a.example`)"), Route("b", 2, "Host(`a.example`) || Host(`free.example`)"), Route("c", 3, "Host(`free.example`)")]);
        Assert.Contains("'b/r/2'", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PathPrefix(`/`)")]
    [InlineData("HostRegexp(`^shop`)")]
    [InlineData("!Host(`shop.example`)")]
    [InlineData("Host(`*`)")]
    public void A_route_without_a_host_needs_a_grant_for_every_host_where_namespaces_share_the_gateway(string rule)
    {
        Route any = Route("b", 1, rule);
        (RouteTable<Route> table, Problem[] problems) = Settle([any]);
        Assert.Contains("grants.hosts: [*=b]", Assert.Single(problems).Fix, StringComparison.Ordinal);
        Assert.Null(table.Find(new RequestFacts("unknown.example", "/")));
        Assert.Empty(Settle([any], "*=b").Problems);
        Assert.Empty(Settle([any with { FromCluster = false }]).Problems);
        List<Problem> alone = [];
        Assert.Null(Assert.Single(new HostOwnership([], sharesHosts: false).Settle([any], alone)).Quarantine);
        Assert.Empty(alone);
    }

    [Fact]
    public void Files_come_before_the_cluster_and_among_themselves_by_path()
    {
        Route late = Route("a", 1, "Host(`x.example`)"), first = OfFile("b", "/routes/1.yaml"), second = OfFile("c", "/routes/2.yaml");
        (RouteTable<Route> table, Problem[] problems) = Settle([late, second, first]);
        Assert.Equal("b", table.Find(new RequestFacts("x.example", "/"))?.Namespace);
        Assert.Equal(2, problems.Length);
    }

    [Fact]
    public void CF_02_of_two_routes_with_the_same_rule_the_older_object_serves_and_the_other_is_reported()
    {
        Route older = Route("a", 1, "Host(`x.example`)") with { Age = new RouteAge(Start, "", "a", "zebra") };
        Route younger = Route("a", 2, "Host(`x.example`)") with { Age = new RouteAge(Start.AddDays(1), "", "a", "ant"), Name = new RouteName("a/ant/0") };
        (RouteTable<Route> table, _) = Settle([younger, older]);
        Assert.Same(older, table.Find(new RequestFacts("x.example", "/")));
        Assert.Contains("'a/ant/0' never gets a request", Assert.Single(table.Problems).Message, StringComparison.Ordinal);
        (table, _) = Settle([younger with { Age = older.Age with { Object = "ant" } }, older]);
        Assert.Equal("a/ant/0", table.Find(new RequestFacts("x.example", "/"))?.Name.Value);
    }

    [Fact]
    public void CF_02_any_order_of_the_list_gives_the_same_table_and_the_same_problems() =>
        Gen.Select(MadeUp.Array[1, 12], Gen.Int).Sample((routes, seed) =>
        {
            Route[] numbered = [.. routes.Select((route, i) => route with { Name = new RouteName($"{route.Namespace}/r/{i}") })];
            Route[] shuffled = [.. numbered];
            new Random(seed).Shuffle(shuffled);
            (RouteTable<Route> one, Problem[] problems) = Settle(numbered, "w.h1.example=b");
            (RouteTable<Route> other, Problem[] otherProblems) = Settle(shuffled, "w.h1.example=b");
            return one.Routes.SequenceEqual(other.Routes, new SameOutcome())
                && problems.OrderBy(problem => problem.Message, StringComparer.Ordinal).SequenceEqual(otherProblems.OrderBy(problem => problem.Message, StringComparer.Ordinal));
        });

    [Fact]
    public void No_request_for_a_host_reaches_a_namespace_that_neither_owns_it_nor_has_a_grant() =>
        Gen.Select(MadeUp.Array[1, 12], Gen.Int[0, 2], Gen.Int[0, 1]).Sample((routes, host, prefix) =>
        {
            Route[] numbered = [.. routes.Select((route, i) => route with { Name = new RouteName($"{route.Namespace}/r/{i}") })];
            string asked = (prefix == 0 ? "" : "w.") + $"h{host}.example";
            (RouteTable<Route> table, _) = Settle(numbered);
            // Settled routes in order of age: the first admitted one that covers the host is the owner's.
            string? owner = table.Routes.Where(route => route.Quarantine is null).OrderBy(route => route.Age).ThenBy(route => route.Where.Line).ThenBy(route => route.Name.Value, StringComparer.Ordinal)
                .FirstOrDefault(route => route.Rule.RequiredHosts.Any(pattern => pattern.Matches(asked)))?.Namespace;
            Route? found = table.Find(new RequestFacts(asked, "/"));
            return found is null || found.Quarantine is not null || found.Namespace == owner;
        });

    private static readonly Gen<Route> MadeUp = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 9]).Select((space, day, host, kind, priority) =>
        Route(((char)('a' + space)).ToString(), day, kind switch
        {
            0 => $"Host(`*.example`) || Host(`h{host}.example`)",
            1 => $"Host(`**.h{host}.example`)",
            2 => $"Host(`w.h{host}.example`)",
            _ => $"Host(`h{host}.example`)",
        }) with
        { Priority = priority });

    private static Route OfFile(string @namespace, string path) => Route(@namespace, 1, "Host(`x.example`)") with
    {
        Age = new RouteAge(DateTimeOffset.MinValue, path, @namespace, "r"),
        FromCluster = false,
    };

    private static (RouteTable<Route> Table, Problem[] Problems) Settle(Route[] routes, params string[] grants)
    {
        List<Problem> problems = [];
        ImmutableArray<HostGrant> parsed = [.. grants.Select(grant => HostGrant.TryParse(grant, out HostGrant? one, out string? fault) ? one! : throw new ArgumentException(fault, nameof(grants)))];
        ImmutableArray<Route> settled = new HostOwnership(parsed, sharesHosts: true).Settle(routes, problems);
        return (RouteTables.Build(settled.Select(route => (route, route))), [.. problems]);
    }

    private static Route Route(string @namespace, int day, string rule) => new()
    {
        Name = new RouteName($"{@namespace}/r/{day}"),
        Match = rule,
        Rule = RuleReader.Read(rule).Rule!,
        Priority = rule.Length,
        Namespace = @namespace,
        Where = new SourceLocation($"ConfigMap {@namespace}/r", "r.yaml", day, 0),
        Age = new RouteAge(Start.AddDays(day), "", @namespace, "r"),
        FromCluster = true,
    };

    private sealed class SameOutcome : IEqualityComparer<Route>
    {
        public bool Equals(Route? x, Route? y) => (x?.Name, x?.Quarantine?.Reason, x?.Rule.Text) == (y?.Name, y?.Quarantine?.Reason, y?.Rule.Text);

        public int GetHashCode(Route obj) => obj.Name.GetHashCode();
    }
}
