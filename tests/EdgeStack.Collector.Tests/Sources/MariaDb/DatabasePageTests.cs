using System.Text.RegularExpressions;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>docs/contracts/database-metrics.md against what a real server shows.</summary>
[Collection(DatabaseCollection.Name)]
public sealed partial class DatabasePageTests(SharedDatabase shared)
{
    private const string Prefix = "mysql_perf_schema_", OfStatements = Prefix + "events_statements_";

    [Fact]
    public async Task Every_family_on_the_page_is_what_a_real_server_shows()
    {
        Dictionary<string, string> shown = (await FamiliesAsync()).ToDictionary(family => family.Name, Text, StringComparer.Ordinal);

        Assert.All(Rows(), row => Assert.Equal((row.Family, row.Text), (row.Family, shown.GetValueOrDefault(row.Family, "not shown"))));
    }

    [Fact]
    public async Task Every_family_of_waits_stands_on_the_page()
    {
        IEnumerable<string> waits = (await FamiliesAsync()).Select(family => family.Name).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith(OfStatements, StringComparison.Ordinal));

        Assert.Equal(
            waits.Order(StringComparer.Ordinal), Rows().Select(row => row.Family).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.StartsWith(OfStatements, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private async Task<IEnumerable<Family>> FamiliesAsync()
    {
        // A statement that has a series, and a table that somebody has used.
        await shared.Server.ExecuteAsync("USE shop; SELECT COUNT(*) FROM orders");
        await using MySqlConnection somebody = await shared.Server.ConnectAsync();
        await using MariaDbSources sources = new(shared.Server.Options(), TimeProvider.System, NullLogger<MariaDbServer>.Instance);
        SampleWriter samples = new();
        samples.Begin();
        foreach (IMetricSource source in sources.All)
            Assert.Equal(SourceOutcome.Ok, await source.ReadAsync(samples, TestContext.Current.CancellationToken));
        return [.. samples.Take().Select(taken => taken.Family)];
    }

    // What only OpenTelemetry is told to be a counter is untyped on the page, as mysqld_exporter has it. Which server it is, a source says of all its families, when there are several.
    private static string Text(Family family) => $"{(family.Kind == FamilyKind.UntypedCounter ? FamilyKind.Untyped : family.Kind).ToString().ToLowerInvariant()} {string.Join(", ", [.. family.Value.Labels, "server"])}";

    private static (string Family, string Text)[] Rows() =>
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "database-metrics.md")))
            .Select(row => (row.Groups["family"].Value, $"{row.Groups["type"].Value} {row.Groups["labels"].Value.Replace("`", "", StringComparison.Ordinal).Trim()}")),
    ];

    [GeneratedRegex(@"^\| `(?<family>\w+)` \| (?<type>\w+) \|(?<labels>[^|]*)\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
