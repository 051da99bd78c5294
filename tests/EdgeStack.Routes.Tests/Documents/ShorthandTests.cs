using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Documents;

public sealed class ShorthandTests
{
    [Theory]
    [InlineData("host: a.example", "Host(`a.example`)", 17)]
    [InlineData("host: a.example, path: /v2", "Host(`a.example`) && (Path(`/v2`) || PathPrefix(`/v2/`))", 38)]
    [InlineData("hosts: [a.example, b.example], path: /v2/", "(Host(`a.example`) || Host(`b.example`)) && (Path(`/v2`) || PathPrefix(`/v2/`))", 62)]
    [InlineData("host: a.example, path: /", "Host(`a.example`)", 17)]
    [InlineData("host: a.example, path: '/{v2}'", "Host(`a.example`) && (Path(`/%7Bv2}`) || PathPrefix(`/%7Bv2}/`))", 42)]
    [InlineData("path: /v2", "Path(`/v2`) || PathPrefix(`/v2/`)", 17)]
    public void The_rule_that_is_shown_takes_the_same_requests_and_its_priority_is_that_of_the_rule_for_Traefik(string fields, string match, int priority)
    {
        Route route = Assert.Single(RouteReader.Read(new RouteObject("default", "a", [new RouteDocument($"routes: [ {{ {fields}, service: 'a:80' }} ]", new TextOrigin("a", "a.yaml"))], FromCluster: true)).Routes);
        Assert.Equal((match, priority), (route.Match, route.Priority));
        RuleNode shown = RuleReader.Read(route.Match).Rule!;
        foreach (string path in (string[])["/", "/v2", "/v2/", "/v2/users", "/v22", "/v1", "/{v2}", "/{v2}/users", "/{v2}2"])
            Assert.Equal(route.Rule.Matches(new RequestFacts("a.example", path)), shown.Matches(new RequestFacts("a.example", path)));
    }
}
