using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.MariaDb.Sql;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Readings of a real server that is well.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class MariaDbSourcesTests(SharedDatabase shared)
{
    [Fact]
    public async Task Everything_that_can_be_switched_on_is_read()
    {
        MariaDbOptions options = shared.Server.Options();
        (options.TableSizes, options.AutoIncrement, options.TableStatistics, options.InnodbMetrics, options.InnodbTablespaces, options.EngineStatus) = (true, true, true, true, true, true);
        options.HeartbeatTable = "heartbeat.heartbeat";
        await using MariaDbSources sources = Sources(options);

        Reading[] readings = await ReadAllAsync(sources);

        Assert.Equal(["mariadb", "mariadb_medium", "mariadb_slow"], sources.All.Select(source => source.Name));
        Assert.All(readings, reading => Assert.Equal(SourceOutcome.Ok, reading.Outcome));
        Assert.Empty(readings.SelectMany(reading => reading.Problems));
        Assert.Equal("1", readings[0]["mysql_up"]);
        Assert.Equal("1767323045.5", readings[0]["""mysql_heartbeat_stored_timestamp_seconds{server_id="7"}"""]);
        Assert.Equal("255", readings[2]["""mysql_info_schema_auto_increment_column_max{schema="shop",table="orders",column="id"}"""]);
        Assert.Equal("3", readings[2]["""mysql_info_schema_auto_increment_column{schema="shop",table="orders",column="id"}"""]);
        Assert.NotNull(readings[2]["""mysql_info_schema_innodb_tablespace_file_size_bytes{tablespace_name="shop/orders"}"""]);
        Assert.Equal("8192", readings[2]["""mysql_info_schema_table_size{schema="shop",table="odd'name\\\\",component="data_length"}"""]);
        Assert.Equal("16384", readings[2]["""edgestack_mariadb_schema_size_bytes{schema="heartbeat",component="data_length"}"""]);
        Assert.DoesNotContain("collector=\"collect.\\S+\"} 0\n", string.Concat(readings.Select(reading => reading.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_readings_at_once_share_one_connection()
    {
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        await using MariaDbSources sources = Sources(shared.Server.Options(port: relay.Port));
        IMetricSource[] twenty = [.. Enumerable.Range(0, 20).Select(number => sources.All[number % sources.All.Length])];

        Reading[] readings = await Task.WhenAll(twenty.Select(DatabaseReading.OfAsync));

        Assert.All(readings, reading => Assert.Equal(SourceOutcome.Ok, reading.Outcome));
        Assert.Equal(1, relay.Accepted);
    }

    [Fact]
    public async Task Our_queries_stay_out_of_the_slow_log()
    {
        await using MariaDbSources sources = Sources(shared.Server.Options());
        await shared.Server.ExecuteAsync("SET GLOBAL long_query_time = 0, GLOBAL log_queries_not_using_indexes = 1, GLOBAL slow_query_log = 1; TRUNCATE mysql.slow_log");
        try
        {
            await ReadAllAsync(sources);
            await shared.Server.ExecuteAsync("DO 42");

            Assert.Contains("DO 42", await shared.Server.ReadAsync("SELECT GROUP_CONCAT(sql_text) FROM mysql.slow_log"), StringComparison.Ordinal);
            // The first of our statements, which switch it off, are before that.
            Assert.Equal("", await shared.Server.ReadAsync("SELECT GROUP_CONCAT(sql_text) FROM mysql.slow_log WHERE user_host LIKE 'monitor%' AND sql_text NOT LIKE 'SET%' AND sql_text NOT LIKE 'SELECT VERSION%'"));
        }
        finally
        {
            await shared.Server.ExecuteAsync("SET GLOBAL slow_query_log = 0, GLOBAL long_query_time = 10, GLOBAL log_queries_not_using_indexes = 0");
        }
    }

    [Fact]
    public async Task A_table_that_is_being_altered_costs_the_others_nothing()
    {
        MariaDbOptions options = shared.Server.Options();
        (options.TableSizes, options.Digests, options.Waits, options.Statistics) = (true, false, false, false);
        await using MariaDbSources sources = Sources(options);
        await using MySqlConnection other = await shared.Server.ConnectAsync();
        // The table that it makes is its own until all rows are there.
        await using MySqlCommand making = new("CREATE TABLE shop.locked AS SELECT SLEEP(60) AS id", other);
        Task<int> made = making.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(
            async () => await shared.Server.ReadAsync("SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep' AND info LIKE 'CREATE TABLE shop.locked%'") == "1", "the table is locked");

        Reading reading = await DatabaseReading.OfAsync(sources.All[2]);

        await shared.Server.ExecuteAsync($"KILL {other.ServerThread}");
        await Assert.ThrowsAnyAsync<MySqlException>(() => made);
        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.NotNull(reading["""mysql_info_schema_table_rows{schema="shop",table="orders"}"""]);
        Assert.Null(reading["""mysql_info_schema_table_rows{schema="shop",table="locked"}"""]);
        Assert.Contains("collect.info_schema.tables: shop.locked could not be opened", reading.Problems);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_ended_by_the_server_and_the_connection_stands()
    {
        MariaDbOptions options = shared.Server.Options();
        await using MariaDbServer server = new(options.Servers[0], options, TimeProvider.System, NullLogger<MariaDbServer>.Instance);
        await server.ConnectAsync(DatabaseReading.Ample, TestContext.Current.CancellationToken);

        SqlRefusedException refused = await Assert.ThrowsAsync<SqlRefusedException>(() =>
            server.QueryAsync("SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c", TimeSpan.FromMilliseconds(300), DatabaseReading.Ample, TestContext.Current.CancellationToken));

        const int StatementTimeout = 1969;
        Assert.Equal(StatementTimeout, refused.Code);
        Assert.False((await server.QueryAsync("SELECT 1", TimeSpan.FromSeconds(3), DatabaseReading.Ample, TestContext.Current.CancellationToken)).IsEmpty);
        Assert.Equal(1, server.Generation);
    }

    [Fact]
    public async Task Several_servers_are_told_apart_by_a_label_and_share_their_families()
    {
        MariaDbOptions options = shared.Server.Options();
        MariaDbServerOptions second = shared.Server.Options(port: shared.Server.Port).Servers[0];
        (options.Servers[0].Name, second.Name) = ("first", "second");
        options.Servers.Add(second);
        await using MariaDbSources sources = Sources(options);

        Reading[] readings = await ReadAllAsync(sources);

        Assert.Equal(["mariadb:first", "mariadb_medium:first", "mariadb_slow:first", "mariadb:second", "mariadb_medium:second", "mariadb_slow:second"], sources.All.Select(source => source.Name));
        Assert.Equal("1", readings[0]["""mysql_up{server="first"}"""]);
        Assert.Equal("1", readings[3]["""mysql_up{server="second"}"""]);
        Assert.All(readings, reading => Assert.All(reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'), line => Assert.Contains("server=\"", line, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_family_of_several_servers_is_one()
    {
        MariaDbOptions options = shared.Server.Options();
        options.Servers.Add(shared.Server.Options().Servers[0]);
        await using MariaDbSources sources = Sources(options);
        List<Family> families = [];
        foreach (IMetricSource source in sources.All)
        {
            SampleWriter samples = new(source.Labels);
            samples.Begin();
            await source.ReadAsync(samples, TestContext.Current.CancellationToken);
            families.AddRange(samples.Take().Select(taken => taken.Family));
        }

        Assert.Empty(families.Distinct().GroupBy(family => family.Name, StringComparer.Ordinal).Where(name => name.Count() > 1).Select(name => name.Key));
        Assert.True(families.Count > 1000);
    }

    private static MariaDbSources Sources(MariaDbOptions options) => new(options, TimeProvider.System, NullLogger<MariaDbServer>.Instance);

    private static async Task<Reading[]> ReadAllAsync(MariaDbSources sources)
    {
        List<Reading> readings = [];
        foreach (IMetricSource source in sources.All)
            readings.Add(await DatabaseReading.OfAsync(source));
        return [.. readings];
    }
}
