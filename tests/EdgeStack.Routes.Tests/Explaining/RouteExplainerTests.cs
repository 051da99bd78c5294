using System.Net;
using CsCheck;
using EdgeStack.Routes.Explaining;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;
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
        Assert.StartsWith("the path has '.' or '..'", explanation.Refusal, StringComparison.Ordinal);
        Assert.Equal((0, null), (explanation.Tried.Length, explanation.Winner));
    }

    [Theory]
    [InlineData("Host(`a.example`) && PathPrefix(`/a`)", true)]
    [InlineData("Host(`a.example`)", false)]
    public void An_encoded_slash_is_refused_only_where_something_looks_at_the_path(string rule, bool refused)
    {
        Explanation explanation = RouteExplainer.Explain(Table(rule), new ExplainedRequest("a.example", "/a%2Fb"));
        Assert.NotNull(explanation.Winner);
        Assert.Equal(refused, explanation.Refusal?.Contains("allowEncoded: [slash]", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    public void A_method_that_no_route_gets_is_refused_before_anything_is_tried(string method) =>
        Assert.Equal($"the method {method} is not served", RouteExplainer.Explain(Table("Host(`a.example`)"), new ExplainedRequest("a.example", "/") { Method = method }).Refusal);

    [Theory]
    [InlineData("10.1.2.3", null)]
    [InlineData("192.0.2.7", "its ipAllowList does not have 192.0.2.7, and answers 403")]
    [InlineData(null, null)]
    public void A_visitor_who_is_not_on_the_winners_list_is_refused(string? client, string? refusal)
    {
        Assert.True(AddressRange.TryParse("10.0.0.0/8", out AddressRange range));
        Route route = Assert.Single(Table("Host(`a.example`)").Routes) with { Middlewares = [new MiddlewareSpec.IpAllowList([range], 403)] };
        ExplainedRequest request = new("a.example", "/") { Client = client is null ? null : IPAddress.Parse(client) };
        Assert.Equal(refusal, RouteExplainer.Explain(RouteTables.Build([(route, route)]), request).Refusal);
    }

    [Fact]
    public void The_nearest_host_is_named_also_where_a_route_looks_at_every_host() =>
        Assert.Equal("shop.example.com", RouteExplainer.Explain(Table("Host(`shop.example.com`)", "HostRegexp(`^x`)"), new ExplainedRequest("shop.exampel.com", "/")).NearestHost);

    [Fact]
    public void A_header_that_carries_secrets_is_not_shown()
    {
        ExplainedRequest request = new("a.example", "/") { Headers = [new("authorization", "Bearer s3cret")] };
        FailedCondition? failed = Assert.Single(RouteExplainer.Explain(Table("Header(`Authorization`, `x`)"), request).Tried).Failed;
        Assert.Equal("the header 'Authorization' has another value", failed?.Saw);
    }

    [Theory]
    [InlineData("https://Shop.example.com/v2?x=1#top", "shop.example.com", "/v2?x=1")]
    [InlineData("shop.example.com", "shop.example.com", "/")]
    [InlineData("shop.example.com:8443?a", "shop.example.com", "/?a")]
    [InlineData("http://bücher.example/%2e%2e/", "xn--bcher-kva.example", "/%2e%2e/")]
    [InlineData("http://[2001:db8::1]:80/a", "[2001:db8::1]", "/a")]
    [InlineData("http://ann:secret@a.example/@b", "a.example", "/@b")]
    public void A_URL_is_read_as_it_is_typed(string url, string host, string target)
    {
        Assert.True(ExplainedRequest.TryParse(url, out ExplainedRequest? request, out string? fault), fault);
        Assert.Equal((host, target), (request!.Host, request.Target));
    }

    [Theory]
    [InlineData("ftp://a.example/", "'ftp' is no scheme of the web")]
    [InlineData("http://a..b/", "has an empty label")]
    [InlineData("", "is empty")]
    public void What_is_no_URL_is_said_to_be_none(string url, string why)
    {
        Assert.False(ExplainedRequest.TryParse(url, out _, out string? fault));
        Assert.Contains(why, fault, StringComparison.Ordinal);
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
