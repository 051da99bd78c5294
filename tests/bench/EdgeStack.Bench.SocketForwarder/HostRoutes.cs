using EdgeStack.Bench.SocketForwarder.Upstream;
using EdgeStack.Routes;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;

namespace EdgeStack.Bench.SocketForwarder;

/// <summary>One route a host, in the gateway's own table.</summary>
internal static class HostRoutes
{
    public static RouteTable<Origin> Build(int hosts, Origin origin) => RouteTables.Build(Enumerable.Range(0, hosts).Select(number => (Of(number), origin)));

    private static Route Of(int number)
    {
        string rule = $"Host(`h{number}.example`)";
        return new Route
        {
            Name = new RouteName($"h{number}"),
            Match = rule,
            Rule = RuleReader.Read(rule).Rule!,
            Priority = rule.Length,
            Namespace = "default",
            Where = new SourceLocation("bench", "bench.yaml", number + 1, 1),
        };
    }
}
