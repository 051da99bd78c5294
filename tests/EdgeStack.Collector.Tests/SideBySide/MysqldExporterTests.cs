using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Tests.Sources;
using EdgeStack.Collector.Tests.Sources.MariaDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>A server under load and a replica of it, read between two scrapes of mysqld_exporter: same families, types, labels and values.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class MysqldExporterTests(SharedDatabase shared)
{
    private const string Program = "prometheus-mysqld-exporter";

    // A value that the server moves all the time agrees in one of them; one that is wrong is wrong in all.
    private const int Rounds = 20;

    [Fact]
    public async Task A_server_under_load_is_what_mysqld_exporter_says()
    {
        await using DatabaseLoad load = DatabaseLoad.On(shared.Server);

        Scrape ours = await CompareAsync(shared.Server);

        Assert.InRange(ours.Values["mysql_perf_schema_table_io_waits_seconds_total{name=\"load0\",operation=\"insert\",schema=\"shop\"}"], 1e-9, 1e4);
        Assert.True(load.Rounds > 0, "nothing was going on");
    }

    [Fact]
    public async Task A_replica_is_what_mysqld_exporter_says()
    {
        DatabaseServer primary = shared.Server;
        await using DatabaseServer replica = await DatabaseServer.StartAsync("--server-id=2");
        await replica.FollowAsync(primary);
        await replica.ExecuteAsync("CHANGE MASTER 'never started' TO MASTER_HOST = '127.0.0.2'");
        await using DatabaseLoad load = DatabaseLoad.On(primary);

        Scrape ours = await CompareAsync(replica);

        Assert.Equal(1, ours.Values["mysql_slave_status_slave_sql_running{master_host=\"127.0.0.1\"}"]);
        Assert.Contains("mysql_slave_status_seconds_behind_master{master_host=\"127.0.0.1\"}", ours.Values);
        Assert.Contains("mysql_slave_status_gtid_io_pos{domain_id=\"0\",master_host=\"127.0.0.1\",server_id=\"1\"}", ours.Values);
        Assert.Equal(0, ours.Values["mysql_slave_status_slave_io_running{connection_name=\"never started\",master_host=\"127.0.0.2\"}"]);
        Assert.DoesNotContain("mysql_slave_status_seconds_behind_master{connection_name=\"never started\",master_host=\"127.0.0.2\"}", ours.Values);
    }

    /// <summary>Fails on the first difference that is not known; what we said last.</summary>
    private static async Task<Scrape> CompareAsync(DatabaseServer server)
    {
        string? program = ForeignExporter.Find(Program);
        Assert.SkipWhen(program is null, $"{Program} is not installed: the side-by-side run needs Debian's package of that name.");
        using TemporaryFolder folder = new();
        string settings = folder.Write("my.cnf", $"[client]\nuser=monitor\npassword=monitor\nsocket={server.Socket}\n");
        await using ForeignExporter theirs = await ForeignExporter.StartAsync(program!, [$"--config.my-cnf={settings}", .. MysqldExporter.Options]);
        MariaDbOptions options = server.Options();
        (options.TableSizes, options.AutoIncrement, options.TableStatistics, options.InnodbMetrics, options.EngineStatus) = (true, true, true, true, true);
        (options.MostDigests, options.MostWaits) = (250, 1000);
        options.HeartbeatTable = "heartbeat.heartbeat";
        await using MariaDbSources sources = new(options, TimeProvider.System, NullLogger<MariaDbServer>.Instance);

        Dictionary<string, string>? lasting = null;
        Scrape ours;
        Scrape before = await theirs.ScrapeAsync();
        int round = 0;
        do
        {
            ours = await ReadAsync(sources);
            Scrape after = await theirs.ScrapeAsync();
            Dictionary<string, string> differences = Comparison.Differences(before, ours, after, MysqldExporter.Tolerances);
            lasting = differences.Where(difference => lasting?.ContainsKey(difference.Key) ?? true).ToDictionary();
            before = after;
        }
        while (++round < Rounds && lasting.Count > 0);

        string[] unknown = [.. lasting.Where(difference => !MysqldExporter.KnownDifferences.Any(known => known.Covers(difference.Key, difference.Value))).Select(difference => $"{difference.Key}: {difference.Value}")];
        Assert.True(unknown.Length == 0, string.Join('\n', unknown));
        return ours;
    }

    private static async Task<Scrape> ReadAsync(MariaDbSources sources)
    {
        // One writer for all, since parts of all of them are families of one page.
        Reading reading = await DatabaseReading.OfAsync(new SampleWriter(), async samples =>
        {
            foreach (IMetricSource source in sources.All)
                Assert.Equal(SourceOutcome.Ok, await source.ReadAsync(samples, TestContext.Current.CancellationToken));
            return SourceOutcome.Ok;
        });
        Assert.Empty(reading.Problems);
        return Scrape.Of(reading.Text);
    }
}
