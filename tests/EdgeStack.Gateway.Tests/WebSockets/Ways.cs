using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.WebSockets;
using EdgeStack.Routes;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Tests.WebSockets;

/// <summary>Ways in for WebSockets of which no table is asked.</summary>
internal static class Ways
{
    private const string Rule = "Host(`a.example`)";

    public static readonly WayIn Any = new(1, new RouteTarget(
        new Route
        {
            Name = new RouteName("default/a/0"),
            Match = Rule,
            Rule = RuleReader.Read(Rule).Rule!,
            Priority = 1,
            Namespace = "default",
            Where = new SourceLocation("a", "a", 1, 1),
        }, null, null), _ => null);
}
