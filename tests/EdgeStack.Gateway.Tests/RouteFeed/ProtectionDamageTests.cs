using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>An edit that adds protection and is damaged at a random place: the version of before must not answer unprotected what the edit wanted to protect.</summary>
public sealed class ProtectionDamageTests
{
    private static readonly string[] Protections =
    [
        "middlewares: [ { basicAuth: { secret: users } } ]",
        "middlewares: [ { ipAllowList: { sourceRange: [ 10.0.0.0/8 ] } } ]",
        "middlewares: [ { rateLimit: { average: 5 } } ]",
        "middlewares: [ { forwardAuth: { address: x } } ]",
        "limits: { body: 5 }",
        "middlewares:\n      - basicAuth:\n          secret: users",
        "middlewares:\n      - stripPrefix:\n          prefixes: [ /v2 ]\n      - ipAllowList:\n          sourceRange:\n            - 10.0.0.0/8",
        "middlewares:\n      - rateLimit:\n          average: 5",
    ];

    private static readonly string[] Inserted = ["{", "}", "[", "]", "'", "\"", ":", ": ", ",", "#", " #", "-", "- ", "\n", "\n  ", "\t", " ", "&", "*", "!", "|", ">", "%", "@", "`", "?", "x", "=", "\\", "\u00a0"];

    [Fact]
    public void What_an_edit_wanted_to_protect_is_never_served_unprotected_by_the_version_before_it()
    {
        Random random = new(20261125);
        int rejected = 0;
        for (int round = 0; round < 20_000; round++)
        {
            bool named = random.Next(2) == 0;
            int which = random.Next(3);
            string protection = Protections[random.Next(Protections.Length)];
            string before = Text(named, -1, ""), edit = Text(named, which, protection), damaged = Damaged(edit, random);
            RouteReading reading = Read(damaged);
            if (!reading.Rejected)
                continue;
            rejected++;
            LastGood state = LastGood.First(Read(before)).After(reading);
            HostPattern host = new(HostReach.Exact, $"{"abc"[which]}.example");
            Assert.False(state.Serving.Any(route => route is { Quarantine: null, Protects: false } && route.Rule.RequiredHosts.Contains(host)), $"served openly after this edit:\n{damaged}");
        }

        Assert.True(rejected > 10_000, $"only {rejected} edits were damaged enough");
    }

    [Fact]
    public void A_broken_edit_that_asks_for_nothing_more_leaves_everything_serving()
    {
        Random random = new(20261126);
        string before = Text(named: true, 1, Protections[0]);
        LastGood state = LastGood.First(Read(before));
        Assert.Equal(3, state.Serving.Count(route => route.Quarantine is null));
        for (int round = 0; round < 2_000; round++)
        {
            // Only what stands in the first route, which has nothing to do with protection.
            int at = random.Next(before.IndexOf("host: a", StringComparison.Ordinal), before.IndexOf("service: a:80", StringComparison.Ordinal));
            string damaged = before.Insert(at, Inserted[random.Next(Inserted.Length)]);
            RouteReading reading = Read(damaged);
            if (reading.Rejected)
                Assert.True(state.After(reading).Serving.Count(route => route.Quarantine is null) == 3, $"closed by this edit:\n{damaged}");
        }
    }

    private static string Text(bool named, int protectedRoute, string protection) => "routes:\n" + string.Concat(Enumerable.Range(0, 3).Select(i =>
        $"  - {(named ? $"name: r{i}\n    " : "")}host: {"abc"[i]}.example\n    service: {"abc"[i]}:80\n{(i == protectedRoute ? $"    {protection}\n" : "")}"));

    private static string Damaged(string text, Random random)
    {
        int at = random.Next(text.Length);
        string[] lines = text.Split('\n');
        int line = random.Next(lines.Length - 1);
        switch (random.Next(6))
        {
            case 0:
                return text.Remove(at, 1);
            case 1:
                return text.Remove(at, 1).Insert(at, Inserted[random.Next(Inserted.Length)]);
            case 2:
                lines[line] = new string(' ', random.Next(1, 4)) + lines[line];
                break;
            case 3:
                lines[line] = lines[line].TrimStart();
                break;
            case 4:
                (lines[line], lines[line + 1]) = (lines[line + 1], lines[line]);
                break;
            default:
                return text.Insert(at, Inserted[random.Next(Inserted.Length)]);
        }

        return string.Join('\n', lines);
    }

    private static RouteReading Read(string text) =>
        RouteReader.Read(new RouteObject("default", "o", [new RouteDocument(text, new TextOrigin("o", "o.yaml"))], FromCluster: true));
}
