using System.Globalization;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.MariaDb.Parts;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>A real server's performance_schema: how many series there are, and what an account needs for them.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class PerformanceSchemaTests(SharedDatabase shared)
{
    private const string OfKind = "mysql_perf_schema_file_events_bytes_total{", OfTable = "mysql_perf_schema_table_io_waits_total{";

    [Fact]
    public async Task The_rows_that_cost_most_have_series_and_the_others_are_counted()
    {
        MariaDbOptions options = shared.Server.Options();
        (options.MostWaits, options.MostDigests) = (2, 3);
        // What the tests before have done is forgotten: the busiest table of all is the one that is busy here.
        await shared.Server.ExecuteAsync("TRUNCATE TABLE performance_schema.table_io_waits_summary_by_table");
        await shared.Server.ExecuteAsync("USE shop; CREATE TABLE shop.busy (id INT); INSERT INTO shop.busy SELECT seq FROM shop.seq_1_to_10000; SELECT COUNT(*) FROM shop.orders; SELECT COUNT(*) FROM shop.`odd'name\\\\`");
        int kinds = int.Parse(await shared.Server.ReadAsync("SELECT COUNT(*) FROM performance_schema.file_summary_by_event_name"), CultureInfo.InvariantCulture);
        int tables = int.Parse(
            await shared.Server.ReadAsync("SELECT COUNT(*) FROM performance_schema.table_io_waits_summary_by_table WHERE OBJECT_SCHEMA NOT IN ('mysql', 'performance_schema')"), CultureInfo.InvariantCulture);

        Reading reading = await ReadSlowAsync(options);

        await shared.Server.ExecuteAsync("DROP TABLE shop.busy");
        Assert.Empty(reading.Problems);
        Assert.Equal(2 * 2, Lines(reading, OfKind));
        Assert.Equal(2 * 4, Lines(reading, OfTable));
        Assert.Equal("10000", reading["""mysql_perf_schema_table_io_waits_total{schema="shop",name="busy",operation="insert"}"""]);
        Assert.Equal(kinds - 2, LeftOut(reading, "file_events"));
        Assert.Equal(tables - 2, LeftOut(reading, "tableiowaits"));
        Assert.True(LeftOut(reading, "eventsstatements") > 0, "no statement was left out");
    }

    [Fact]
    public async Task An_account_that_may_read_performance_schema_alone_reads_all_of_it_and_no_part_fails()
    {
        await shared.Server.ExecuteAsync("CREATE OR REPLACE USER 'waiter'@'%' IDENTIFIED BY 'waiter'; GRANT SELECT ON performance_schema.* TO 'waiter'@'%'; SELECT COUNT(*) FROM shop.orders");
        MariaDbOptions options = shared.Server.Options("waiter");
        options.Statistics = false;

        Reading reading = await ReadSlowAsync(options);

        Assert.Empty(reading.Problems);
        Assert.Equal(8, Lines(reading, "mysql_exporter_collector_success{"));
        foreach (string family in (string[])["table_io_waits_total{", "index_io_waits_total{", "sql_lock_waits_total{", "external_lock_waits_total{", "file_events_total{", "events_waits_total{", "memory_events_used_bytes{"])
            Assert.True(Lines(reading, "mysql_perf_schema_" + family) > 0, family);
        Assert.InRange(Lines(reading, "mysql_perf_schema_"), 200, 1300);
    }

    [Fact]
    public async Task An_account_that_may_not_read_performance_schema_loses_that_alone()
    {
        await shared.Server.ExecuteAsync("CREATE OR REPLACE USER 'outsider'@'%' IDENTIFIED BY 'outsider'; GRANT PROCESS ON *.* TO 'outsider'@'%'");

        Reading reading = await ReadSlowAsync(shared.Server.Options("outsider"));

        Assert.Equal("0", reading["""mysql_exporter_collector_success{collector="collect.perf_schema.tableiowaits"}"""]);
        Assert.Equal("1", reading["""mysql_exporter_collector_success{collector="collect.info_schema.userstats"}"""]);
        Assert.Equal(0, Lines(reading, "mysql_perf_schema_table"));
    }

    [Fact]
    public async Task A_table_that_the_server_does_not_have_is_absent_and_not_failed()
    {
        MariaDbOptions options = shared.Server.Options();
        await using MariaDbServer server = new(options.Servers[0], options, TimeProvider.System, NullLogger<MariaDbServer>.Instance);
        PerformanceTable gone = new("perf_schema.gone", "SELECT *", "FROM performance_schema.gone", [], []) { Most = 1 };
        MariaDbSource source = new("mariadb_slow", server, new("_slow", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5)), [gone], TimeProvider.System);

        Reading reading = await DatabaseReading.OfAsync(source);

        Assert.Empty(reading.Problems);
        Assert.Equal("1", reading["""mysql_exporter_collector_success{collector="collect.perf_schema.gone"}"""]);
    }

    private static async Task<Reading> ReadSlowAsync(MariaDbOptions options)
    {
        await using MariaDbSources sources = new(options, TimeProvider.System, NullLogger<MariaDbServer>.Instance);
        IMetricSource slow = sources.All.Single(source => source.Name == "mariadb_slow");
        return await DatabaseReading.OfAsync(slow);
    }

    private static int Lines(Reading reading, string begin) => reading.Text.Split('\n').Count(line => line.StartsWith(begin, StringComparison.Ordinal));

    private static int LeftOut(Reading reading, string part) => int.Parse(reading[$$"""edgestack_mariadb_rows_left_out{collector="collect.perf_schema.{{part}}"}"""]!, CultureInfo.InvariantCulture);
}
