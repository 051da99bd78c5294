using System.Diagnostics;
using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.MariaDb.Sql;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Readings of a real server that is not well, or not ours to read.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class MariaDbFaultTests(SharedDatabase shared)
{
    private readonly LogLines<MariaDbServer> _log = new();

    [Fact]
    public async Task A_server_that_was_restarted_counts_anew_in_the_next_reading()
    {
        await using DatabaseServer server = await StartAsync();
        await using MariaDbSources sources = new(server.Options(), TimeProvider.System, _log);
        SampleWriter samples = new();
        Reading before = await ReadAsync(sources, samples);
        for (int i = 0; i < 30; i++)
            before = await ReadAsync(sources, samples);
        await server.StopAsync();

        Reading stopped = await ReadAsync(sources, samples);
        await server.StartAsync();
        Reading after = await ReadAsync(sources, samples);
        await Eventually.HoldsAsync(async () => (after = await ReadAsync(sources, samples)).Outcome == SourceOutcome.Ok, "it is read again");

        Assert.Equal("mysql_up 0", Lines(stopped.Text));
        Assert.True(Number(after, "mysql_global_status_questions") < Number(before, "mysql_global_status_questions"));
        Assert.Equal("1", after["mysql_up"]);
    }

    [Fact]
    public async Task A_restart_between_two_readings_costs_none()
    {
        await using DatabaseServer server = await StartAsync();
        await using MariaDbSources sources = new(server.Options(), TimeProvider.System, _log);
        SampleWriter samples = new();
        await ReadAsync(sources, samples);
        await server.StopAsync();
        await server.StartAsync();

        Reading reading = await ReadAsync(sources, samples);

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal("1", reading["mysql_up"]);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_at_once_and_tried_less_and_less_often()
    {
        FakeTimeProvider time = new();
        await using CountingListener listener = CountingListener.Start();
        await using MariaDbSources sources = new(new() { Servers = { new() { Address = $"127.0.0.1:{listener.Port}" } } }, time, _log);
        SampleWriter samples = new();
        long start = Stopwatch.GetTimestamp();
        for (int second = 0; second < 100; second++)
        {
            Reading reading = await ReadAsync(sources, samples);
            Assert.Equal("mysql_up 0", Lines(reading.Text));
            Assert.IsType<SourceOutcome.Failed>(reading.Outcome);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        // After 0, 1, 3, 7 and 15 seconds, and every ten from there.
        Assert.Equal(13, listener.Accepted);
        Assert.Single(_log.All);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_connection_that_was_lost_on_the_way_is_made_anew_in_the_same_reading()
    {
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        await using MariaDbSources sources = new(shared.Server.Options(port: relay.Port), TimeProvider.System, _log);
        SampleWriter samples = new();
        Assert.Equal("1", (await ReadAsync(sources, samples))["mysql_up"]);
        relay.LoseConnections();

        Reading again = await ReadAsync(sources, samples);

        Assert.Equal(SourceOutcome.Ok, again.Outcome);
        Assert.Equal("1", again["mysql_up"]);
        Assert.Equal(2, relay.Accepted);
    }

    [Fact]
    public async Task A_server_that_takes_connections_and_says_nothing_is_down()
    {
        await using HangingListener hung = HangingListener.Start();
        await using MariaDbSources sources = new(new() { Servers = { new() { Address = $"127.0.0.1:{hung.Port}" } } }, TimeProvider.System, _log);
        long start = Stopwatch.GetTimestamp();

        Reading reading = await ReadAsync(sources, new SampleWriter());

        Assert.Equal("mysql_up 0", Lines(reading.Text));
        Assert.IsType<SourceOutcome.Failed>(reading.Outcome);
        Assert.True(Stopwatch.GetElapsedTime(start) < sources.All[0].Timeout);
    }

    [Fact]
    public async Task A_query_that_hangs_ends_the_reading()
    {
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        MariaDbOptions options = shared.Server.Options(port: relay.Port);
        await using MariaDbServer server = new(options.Servers[0], options, TimeProvider.System, _log);
        await server.ConnectAsync(DatabaseReading.Ample, TestContext.Current.CancellationToken);
        relay.LoseConnections();

        ServerLostException lost = await Assert.ThrowsAsync<ServerLostException>(() => server.QueryAsync("SELECT 1", TimeSpan.FromSeconds(0.5), DatabaseReading.Ample, TestContext.Current.CancellationToken));

        Assert.Equal("no answer within 0.5 s", lost.Message);
        await Assert.ThrowsAsync<ServerLostException>(() => server.QueryAsync("SELECT 1", TimeSpan.FromSeconds(0.5), DatabaseReading.Ample, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_reading_that_is_cancelled_leaves_nothing_behind()
    {
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        await using MariaDbSources sources = new(shared.Server.Options(port: relay.Port), TimeProvider.System, _log);
        SampleWriter samples = new();
        await ReadAsync(sources, samples);
        relay.LoseConnections();
        using CancellationTokenSource cancellation = new();
        samples.Begin();
        Task<SourceOutcome> reading = sources.All[0].ReadAsync(samples, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        // Not while the old connection is being closed, and then on one new one.
        await Eventually.HoldsAsync(async () => (await ReadAsync(sources, samples)).Outcome == SourceOutcome.Ok, "it is read again");
        Assert.Equal(2, relay.Accepted);
    }

    [Fact]
    public async Task A_password_that_is_wrong_is_said_without_it()
    {
        MariaDbOptions options = shared.Server.Options();
        options.Servers[0].User = "monitor";
        using TemporaryFolder folder = new();
        options.Servers[0].PasswordFile = folder.Write("password", "not-the-one");
        await using MariaDbSources sources = new(options, TimeProvider.System, _log);

        Reading reading = await ReadAsync(sources, new SampleWriter());

        Assert.Equal("mysql_up 0", Lines(reading.Text));
        string why = Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why;
        Assert.Contains("Access denied for user 'monitor'", why, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-one", why + string.Concat(_log.All), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MariaDbTls.Off, "127.0.0.1", true, false)]
    [InlineData(MariaDbTls.Preferred, "127.0.0.1", false, true)]
    [InlineData(MariaDbTls.Required, "127.0.0.1", false, true)]
    [InlineData(MariaDbTls.VerifyAuthority, "127.0.0.1", false, false)]
    [InlineData(MariaDbTls.VerifyAuthority, "localhost", true, true)]
    [InlineData(MariaDbTls.VerifyHost, "localhost", true, false)]
    [InlineData(MariaDbTls.VerifyHost, "127.0.0.1", true, true)]
    internal async Task A_connection_is_as_safe_as_was_asked_for(MariaDbTls tls, string host, bool knowsAuthority, bool isUp)
    {
        await shared.Server.AddAccountAsync("careful", "PROCESS, BINLOG MONITOR, SLAVE MONITOR, SELECT");
        await shared.Server.ExecuteAsync("ALTER USER 'careful'@'%' REQUIRE SSL");
        MariaDbOptions options = shared.Server.Options("careful", shared.Server.Port);
        options.Servers[0].Address = $"{host}:{shared.Server.Port}";
        options.Servers[0].Tls = tls;
        options.Servers[0].TlsAuthorityFile = knowsAuthority ? shared.AuthorityFile : null;
        await using MariaDbSources sources = new(options, TimeProvider.System, _log);

        Reading reading = await ReadAsync(sources, new SampleWriter());

        Assert.Equal(isUp ? "1" : "0", reading["mysql_up"]);
        Assert.Equal(isUp, reading.Outcome == SourceOutcome.Ok);
    }

    [Fact]
    public async Task A_password_file_that_is_missing_is_said()
    {
        MariaDbOptions options = shared.Server.Options();
        options.Servers[0].PasswordFile = "/nowhere/password";
        await using MariaDbSources sources = new(options, TimeProvider.System, _log);

        Reading reading = await ReadAsync(sources, new SampleWriter());

        Assert.Contains("/nowhere/password", Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Privileges_that_are_missing_are_said_as_statements_and_taken_up_when_they_are_given()
    {
        await shared.Server.AddAccountAsync("poor", "USAGE");
        FakeTimeProvider time = new();
        await using MariaDbSources sources = new(shared.Server.Options("poor"), time, _log);
        SampleWriter samples = new(), mediums = new();

        Reading reading = await ReadAsync(sources, samples), medium = await DatabaseReading.OfAsync(mediums, writer => sources.All[1].ReadAsync(writer, default));

        Assert.Equal("1", reading["mysql_up"]);
        Assert.NotNull(reading["mysql_global_status_uptime"]);
        Assert.Equal("0", reading["""mysql_exporter_collector_success{collector="collect.slave_status"}"""]);
        foreach (string privilege in (string[])["PROCESS", "SLAVE MONITOR", "BINLOG MONITOR"])
        {
            Assert.Equal("1", reading[$$"""edgestack_mariadb_missing_grant{privilege="{{privilege}}",on="*.*"}"""]);
            Assert.Contains(reading.Problems, problem => problem.StartsWith($"GRANT {privilege} ON *.* TO 'poor'@'%'; Without it", StringComparison.Ordinal));
            Assert.Contains(_log.All, line => line.Contains($"GRANT {privilege} ON *.*", StringComparison.Ordinal));
        }

        Assert.Equal("0", medium["""mysql_exporter_collector_success{collector="collect.info_schema.processlist"}"""]);
        Assert.Equal("0", medium["""mysql_exporter_collector_success{collector="collect.binlog_size"}"""]);
        Assert.Equal("0", medium["""mysql_exporter_collector_success{collector="collect.info_schema.innodb_cmp"}"""]);
        Assert.DoesNotContain("processlist_threads", medium.Text, StringComparison.Ordinal);

        // Denied once for each connection, not at every reading.
        string denials = await shared.Server.ReadAsync("SELECT VARIABLE_VALUE FROM information_schema.global_status WHERE VARIABLE_NAME = 'Access_denied_errors'");
        await ReadAsync(sources, samples);
        Assert.Equal(denials, await shared.Server.ReadAsync("SELECT VARIABLE_VALUE FROM information_schema.global_status WHERE VARIABLE_NAME = 'Access_denied_errors'"));

        await shared.Server.ExecuteAsync("GRANT PROCESS, SLAVE MONITOR, BINLOG MONITOR, SELECT ON *.* TO 'poor'@'%'");
        time.Advance(TimeSpan.FromMinutes(6));
        reading = await ReadAsync(sources, samples);
        medium = await DatabaseReading.OfAsync(mediums, writer => sources.All[1].ReadAsync(writer, default));

        Assert.Empty(reading.Problems);
        Assert.DoesNotContain("missing_grant", reading.Text, StringComparison.Ordinal);
        Assert.Empty(medium.Problems);
        Assert.Equal("1", medium["""mysql_exporter_collector_success{collector="collect.binlog_size"}"""]);
    }

    [Fact]
    public async Task What_an_administrator_may_not_read_is_said_to_be_missing()
    {
        await shared.Server.AddAccountAsync("boss", "SUPER");
        MariaDbOptions options = shared.Server.Options("boss");
        (options.Digests, options.Waits) = (false, false);
        await using MariaDbSources sources = new(options, TimeProvider.System, _log);

        Reading reading = await ReadAsync(sources, new SampleWriter()), medium = await DatabaseReading.OfAsync(sources.All[1]);

        Assert.Equal(("0", "1"), (Success(medium, "info_schema.processlist"), reading["""edgestack_mariadb_missing_grant{privilege="PROCESS",on="*.*"}"""]));
        Assert.Equal(("1", "1"), (Success(reading, "slave_status"), Success(medium, "binlog_size")));
        Assert.StartsWith("GRANT PROCESS ON *.* TO 'boss'@'%';", Assert.Single(reading.Problems), StringComparison.Ordinal);

        static string? Success(Reading reading, string part) => reading[$"mysql_exporter_collector_success{{collector=\"collect.{part}\"}}"];
    }

    private static async Task<DatabaseServer> StartAsync()
    {
        Assert.SkipWhen(DatabaseServer.Missing is not null, DatabaseServer.Missing ?? "");
        DatabaseServer server = await DatabaseServer.StartAsync();
        await server.AddAccountAsync("monitor", "PROCESS, BINLOG MONITOR, SLAVE MONITOR, SELECT");
        return server;
    }

    private static Task<Reading> ReadAsync(MariaDbSources sources, SampleWriter samples) =>
        DatabaseReading.OfAsync(samples, writer => sources.All[0].ReadAsync(writer, TestContext.Current.CancellationToken));

    private static double Number(Reading reading, string series) => double.Parse(reading[series]!, CultureInfo.InvariantCulture);

    private static string Lines(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'));
}
