using System.Net;
using CsCheck;
using EdgeStack.Routes.Explaining;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;
using EdgeStack.Routes.Targets;
using EdgeStack.Routes.Tests.Table;

namespace EdgeStack.Routes.Tests.Explaining;

public sealed class RouteExplainerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void The_explanation_names_the_route_that_the_table_finds(int hosts) =>
        Gen.Select(RandomRules.Routes(hosts), RandomRules.Request(hosts).Array[20]).Sample((routes, requests) =>
        {
            RouteTable<Route> table = RouteTables.Build(routes.Select(route => (route, route)));
            return requests.All(made =>
            {
                ExplainedRequest request = new(made.Host, $"{made.Path}?q={Uri.EscapeDataString(made.Header)}")
                {
                    Method = made.Method,
                    Client = new IPAddress([192, 0, 2, (byte)made.Client]),
                    Headers = [new("x-test", made.Header)],
                };
                Explanation explanation = RouteExplainer.Explain(table, request);
                return ReferenceEquals(explanation.Winner, table.Find(made.Facts)) && explanation.Tried.Length == routes.Length
                    && explanation.Tried.All(tried => tried.Route.Rule.Matches(made.Facts) == (tried.Failed is null));
            });
        }, iter: 200);

    [Theory]
    [InlineData("PathPrefix(`/v2`)", "the path is '/v1/x'")]
    [InlineData("Method(`POST`)", "the method is GET")]
    [InlineData("Header(`X-A`, `1`)", "the header 'X-A' is '2'")]
    [InlineData("Header(`X-B`, `1`)", "there is no header 'X-B'")]
    [InlineData("Query(`q`, `1`)", "the query is '?q=2'")]
    [InlineData("ClientIP(`10.0.0.0/8`)", "the client's address is not given")]
    [InlineData("!Method(`GET`)", "the method is GET")]
    public void The_first_condition_that_fails_says_what_it_saw(string condition, string saw)
    {
        TriedRoute tried = Assert.Single(Explain($"Host(`a.example`) && {condition}").Tried);
        Assert.True(tried.IsCandidate);
        Assert.Equal(saw, tried.Failed?.Saw);
    }

    [Fact]
    public void A_route_of_another_host_is_no_candidate_and_stands_last()
    {
        Explanation explanation = Explain("Host(`other.example`) && PathPrefix(`/v1`)", "Host(`a.example`)");
        Assert.Equal([true, false], explanation.Tried.Select(tried => tried.IsCandidate));
        Assert.Equal("the host is 'a.example'", explanation.Tried[1].Failed?.Saw);
    }

    [Fact]
    public void The_winner_says_what_put_it_before_the_next_one()
    {
        Assert.Equal("no other rule holds", Explain("Host(`a.example`)").WhyItWon);
        Assert.Equal("its priority 38 is higher than 17 of 'default/r/1'", Explain("Host(`a.example`) && PathPrefix(`/v1`)", "Host(`a.example`)").WhyItWon);
    }

    [Fact]
    public void A_host_that_no_route_is_for_gets_the_nearest_one_that_is_known() =>
        Assert.Equal("b.example", Explain("Host(`b.example`)").NearestHost);

    [Fact]
    public void A_target_with_dot_segments_is_refused_before_anything_is_tried()
    {
        Explanation explanation = RouteExplainer.Explain(Table("Host(`a.example`)"), new ExplainedRequest("a.example", "/a/../b"));
        Assert.Equal((TargetFault.DotSegment, 0, null), (explanation.Fault, explanation.Tried.Length, explanation.Winner));
    }

    [Theory]
    [InlineData("Host(`a.example`) && PathPrefix(`/a`)", EncodedBytes.Slash)]
    [InlineData("Host(`a.example`)", EncodedBytes.None)]
    public void An_encoded_slash_is_refused_only_where_something_looks_at_the_path(string rule, EncodedBytes refused)
    {
        Explanation explanation = RouteExplainer.Explain(Table(rule), new ExplainedRequest("a.example", "/a%2Fb"));
        Assert.NotNull(explanation.Winner);
        Assert.Equal(refused, explanation.RefusedBytes);
    }

    private static Explanation Explain(params string[] rules) =>
        RouteExplainer.Explain(Table(rules), new ExplainedRequest("a.example:8080", "/v1/x?q=2") { Headers = [new("x-a", "2")] });

    private static RouteTable<Route> Table(params string[] rules) => RouteTables.Build(rules.Select((rule, i) => new Route
    {
        Name = new RouteName($"default/r/{i}"),
        Match = rule,
        Rule = RuleReader.Read(rule).Rule!,
        Priority = rule.Length,
        Namespace = "default",
        Where = new SourceLocation("test", "test.yaml", i + 1, 1),
    }).Select(route => (route, route)));
}
