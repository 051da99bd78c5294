using System.Globalization;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Testing;

namespace EdgeStack.Routes.Tests.Patterns;

/// <summary>Row CF-05: whatever documents say, patterns take a known share of memory and time. Alone, because the heap belongs to all tests.</summary>
[Collection(nameof(WholeHeap))]
public sealed class PatternBudgetTests
{
    private const long Mebi = 1024 * 1024;

    [Theory]
    [InlineData("^/api/v[0-9]+/")]
    [InlineData(@"^/(img|css|js)/.*\.(png|jpe?g|css|js)$")]
    [InlineData("[a-zA-Z0-9-]{1,63}")]
    [InlineData("^[0-9a-f]{64}$")]
    [InlineData(@"^[a-z0-9-]+\.apps\.example\.com$")]
    [InlineData(@"^(?i:www\.)?shop\.example\.(?:com|org|net)$")]
    [InlineData(@"^/wp-(?:admin|login\.php|content/(?:plugins|themes)/[^/]+/.*)$")]
    [InlineData("(?i)(?:googlebot|bingbot|yandex|baiduspider|duckduckbot|ahrefs|semrush|mj12bot|petalbot|gptbot|claudebot|bytespider)")]
    public void CF_05_patterns_of_every_day_weigh_little(string pattern) => Assert.InRange(GoPattern.Read(pattern).Regex!.Weight, 1, 25);

    [Theory]
    [InlineData(@"^/\pL+$")]
    [InlineData(@"(\pL{2}){3}")]
    [InlineData(@"[\pL\pN]{1,16}")]
    [InlineData(@"^a{1000}b{1000}c{1000}$")]
    public void CF_05_categories_and_long_patterns_weigh_more_but_are_taken(string pattern) =>
        Assert.InRange(GoPattern.Read(pattern).Regex!.Weight, 20, PatternBudget.OfPattern);

    [Theory]
    [InlineData(@"^/\pL+$")]
    [InlineData(@"[\pL\pN]{1,16}")]
    [InlineData("^a{1000}b{1000}c{1000}$")]
    [InlineData("(a|b)*a(a|b){200}c")]
    public void CF_05_a_pattern_takes_no_more_memory_than_its_weight_says(string pattern)
    {
        int weight = GoPattern.Read(pattern).Regex!.Weight;
        GoRegex[] many = [.. Enumerable.Range(0, 200).Select(_ => GoPattern.Read(pattern).Regex!)];
        long unused = GC.GetTotalMemory(forceFullCollection: true);
        Assert.DoesNotContain(many, one => one.IsMatch("\n"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - unused, long.MinValue, many.Length * ((weight * 256L) + 4096));
        GC.KeepAlive(many);
    }

    [Theory]
    [InlineData(@"(\pL{2}){3}")]
    [InlineData(@"[\pL\pN]{1,16}")]
    [InlineData(@"(?i)[^\pL\pN\pS]{5}\pL")]
    [InlineData("(a{0,20}){50}")]
    [InlineData("[^a][^b][^c][^d][^e][^f][^g]{900}")]
    public void CF_05_an_object_full_of_heavy_patterns_is_read_in_little_memory_and_says_which_are_too_many(string pattern)
    {
        RouteReading? reading = null;
        long before = GC.GetTotalMemory(forceFullCollection: true), allocated = GC.GetAllocatedBytesForCurrentThread();
        reading = RouteReader.Read(Object(Enumerable.Repeat(pattern, 250)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, 200 * Mebi);
        foreach (Route route in reading.Routes)
            route.Rule.Matches(new RequestFacts(route.Rule.RequiredHosts[0].Name, "/äöü"));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 5 * Mebi);
        Assert.Equal(250, reading.Routes.Length);
        Assert.Contains(reading.Problems, problem => problem.Message.Contains("the patterns of this object weigh more than 4096 together", StringComparison.Ordinal));
        // The last one counts those that are not told one by one.
        Assert.All(reading.Problems.SkipLast(1), problem => Assert.Equal(reading.Routes.Single(route => route.Where.Line == problem.Where.Line).Quarantine?.Protects, false));
        GC.KeepAlive(reading);
    }

    [Fact]
    public void CF_05_long_requests_leave_nothing_behind_in_patterns_with_many_states()
    {
        RouteReading reading = RouteReader.Read(Object(Enumerable.Range(861, 40).Select(count => $"a.{{{count}}}b$")));
        Assert.Empty(reading.Problems);
        Random random = new(7);
        string[] hosts = [.. reading.Routes.Select(route => route.Rule.RequiredHosts[0].Name)];
        string[] paths = [.. Enumerable.Range(0, 3).Select(_ => "/" + string.Concat(Enumerable.Range(0, 7_900).Select(_ => random.Next(2) == 0 ? 'a' : 'c')))];
        bool found = false;
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < reading.Routes.Length; i++)
            {
                foreach (string path in paths)
                    found |= reading.Routes[i].Rule.Matches(new RequestFacts(hosts[i], path));
            }
        }));
        Assert.False(found);
    }

    [Fact]
    public void CF_05_what_all_routes_weigh_is_bounded_and_the_oldest_come_first()
    {
        Route[] routes = [.. Enumerable.Range(0, 20).SelectMany(day => RouteReader.Read(Object(Enumerable.Range(0, 60).Select(_ => @"^/\pL\pN+$"), day)).Routes)];
        Assert.All(routes, route => Assert.Null(route.Quarantine));
        new Random(3).Shuffle(routes);
        List<Problem> problems = [];
        Route[] settled = [.. PatternShares.Settle([.. routes], problems)];

        Route[] served = [.. settled.Where(route => route.Quarantine is null)], refused = [.. settled.Where(route => route.Quarantine is not null)];
        Assert.InRange(served.Sum(route => route.PatternWeight), PatternBudget.OfTable - 200, PatternBudget.OfTable);
        Assert.True(served.Max(route => route.Age) <= refused.Min(route => route.Age));
        Assert.Equal(refused.Length, problems.Count);
        Assert.All(refused, route => Assert.StartsWith(route.Rule.Text, route.Match, StringComparison.Ordinal));
        Assert.Contains("the oldest first", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_that_protects_keeps_its_host_closed_when_there_is_no_room_for_its_pattern()
    {
        Route guarded = RouteReader.Read(new RouteObject("default", "r", [new RouteDocument("""
            routes:
              - match: Host(`a.t`) && PathRegexp(`^/admin`)
                service: a:80
                middlewares: [ { ipAllowList: { sourceRange: [10.0.0.0/8] } } ]
            """, new TextOrigin("r.yaml", "r.yaml"))], FromCluster: false)).Routes.Single();
        Route refused = Assert.Single(PatternShares.Settle([guarded with { PatternWeight = PatternBudget.OfTable + 1 }], []));
        Assert.True(refused.Quarantine!.Protects);
        Assert.Equal(guarded.Priority, refused.Priority);
        Assert.True(refused.Rule.Matches(new RequestFacts("a.t", "/admin/x")));
    }

    [Fact]
    public void Patterns_of_header_query_host_log_rule_and_cors_count_as_those_of_paths_do()
    {
        RouteReading reading = RouteReader.Read(new RouteObject("default", "r", [new RouteDocument("""
            routes:
              - match: HostRegexp(`^a\.`) && HeaderRegexp(`x`, `^a\.`) && QueryRegexp(`q`, `^a\.`) && PathRegexp(`^a\.`)
                service: a:80
                accessLog: { exclude: PathRegexp(`^a\.`) }
                middlewares: [ { headers: { accessControlAllowOriginListRegex: [ '^a\.' ] } } ]
            """, new TextOrigin("r.yaml", "r.yaml"))], FromCluster: false));
        Assert.Empty(reading.Problems);
        Assert.Equal(6 * GoPattern.Read(@"^a\.").Regex!.Weight, Assert.Single(reading.Routes).PatternWeight);
    }

    private static RouteObject Object(IEnumerable<string> patterns, int day = 0) => new(
        "default", $"r{day.ToString("d2", CultureInfo.InvariantCulture)}",
        [
            new RouteDocument(
                "routes:\n" + string.Concat(patterns.Select((pattern, i) => $"  - {{ match: 'Host(`r{i}.t`) && PathRegexp(`{pattern}`)', service: 'a:80' }}\n")),
                new TextOrigin("r.yaml", "r.yaml")),
        ],
        FromCluster: true)
    {
        Created = DateTimeOffset.UnixEpoch.AddDays(day),
    };
}
