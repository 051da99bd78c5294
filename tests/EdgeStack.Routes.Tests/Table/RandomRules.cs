using System.Collections.Immutable;
using CsCheck;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Table;

/// <summary>Routes and requests made up so that they often meet.</summary>
internal static class RandomRules
{
    public static Gen<Route[]> Routes(int hosts) => Gen.Select(Rule(hosts), Gen.Int[0, 3]).Array[1, Math.Max(5, hosts)]
        .Select(items => items.Select((item, i) => new Route
        {
            Name = new RouteName($"default/r/{i}"),
            Match = item.Item1.Text,
            Rule = item.Item1,
            Priority = item.Item2 == 0 ? item.Item1.Text.Length : item.Item2,
            Namespace = "default",
            Where = new SourceLocation("test", "test.yaml", 1, 1),
        }).ToArray());

    public static Gen<RandomRequest> Request(int hosts) =>
        Gen.Select(Host(hosts), OneOf("", ":8080", "."), OneOf("/", "/a", "/a/b/c", "/ab", "/abc", "/x/", "/y"), OneOf("GET", "POST"), OneOf("one", "two"), Gen.Int[1, 20])
            .Select((host, suffix, path, method, header, client) => new RandomRequest(host.ToUpperInvariant() + suffix, path, method, header, client));

    public static Gen<RuleNode> Rule(int hosts, int depth = 2)
    {
        Gen<RuleNode> leaf = Leaf(hosts);
        if (depth == 0)
            return leaf;
        Gen<RuleNode> inner = Rule(hosts, depth - 1);
        Gen<ImmutableArray<RuleNode>> parts = inner.Array[2, 3].Select(rules => rules.ToImmutableArray());
        return Gen.Int[0, 5].SelectMany(kind => kind switch
        {
            0 => parts.Select(rules => (RuleNode)new RuleNode.Any(rules)),
            1 => inner.Select(rule => (RuleNode)new RuleNode.Not(rule)),
            2 or 3 => parts.Select(rules => (RuleNode)new RuleNode.All(rules)),
            _ => leaf,
        });
    }

    private static Gen<RuleNode> Leaf(int hosts) => Gen.Int[0, 15].SelectMany(kind => kind switch
    {
        0 => OneOf("/", "/a", "/a/b", "/abc").Select(path => (RuleNode)new RuleNode.PathPrefix(path)),
        1 => OneOf("/", "/a", "/a/", "/abc").Select(path => (RuleNode)new RuleNode.PathBelow(path)),
        2 => OneOf("/a", "/y").Select(path => (RuleNode)new RuleNode.PathIs(path)),
        3 => OneOf("GET", "POST").Select(method => (RuleNode)new RuleNode.Method(method)),
        4 => OneOf("one", "two").Select(value => (RuleNode)new RuleNode.Header("X-Test", new ValueTest.EqualTo(value))),
        5 => OneOf("192.0.2.0/28", "192.0.2.7").Select(range => (RuleNode)new RuleNode.Client(AddressRange.TryParse(range, out AddressRange parsed) ? parsed : default)),
        6 => OneOf("^h1", "h[0-4]\\.example$", "^w\\.", "example").Select(pattern => (RuleNode)new RuleNode.HostLike(pattern, Compiled(pattern))),
        7 => OneOf("^/a", "/b", "/$", "c`d|/x").Select(pattern => (RuleNode)new RuleNode.PathLike(pattern, Compiled(pattern))),
        8 => OneOf("^on", "two|three").Select(pattern => (RuleNode)new RuleNode.Header("X-Test", new ValueTest.Like(pattern, Compiled(pattern)))),
        9 => OneOf("one", "t`\\\"wo").Select(value => (RuleNode)new RuleNode.Query("q", new ValueTest.EqualTo(value))),
        10 => OneOf("o.e", "wo$").Select(pattern => (RuleNode)new RuleNode.Query("q", new ValueTest.Like(pattern, Compiled(pattern)))),
        _ => HostPatternOf(hosts).Array[1, 2].Select(patterns => (RuleNode)new RuleNode.Hosts([.. patterns])),
    });

    private static Gen<HostPattern> HostPatternOf(int hosts) => Gen.Select(Gen.Int[0, 9], Host(hosts)).Select((kind, host) => kind switch
    {
        0 => new HostPattern(HostReach.Every, ""),
        1 => new HostPattern(HostReach.OneLabel, "example"),
        2 => new HostPattern(HostReach.AnyDepth, "example"),
        3 => new HostPattern(HostReach.OneLabel, host),
        _ => new HostPattern(HostReach.Exact, host),
    });

    private static Gen<string> Host(int hosts) => Gen.Select(Gen.Int[0, hosts], OneOf("", "", "w.", "v.w.")).Select((i, prefix) => $"{prefix}h{i}.example");

    private static GoRegex Compiled(string pattern) => GoPattern.Read(pattern).Regex!;

    public static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
