using System.Diagnostics;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.MariaDb.Parts;
using EdgeStack.Collector.Sources.MariaDb.Sql;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Readings that take too long, of a server that is well.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class MariaDbBudgetTests(SharedDatabase shared)
{
    private const string Endless = "SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c";

    private static readonly Family Found = Family.Gauge("found", "What a part found.");
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(300);

    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<MariaDbServer> _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_read_when_the_time_is_up_is_said_and_what_was_read_is_shown()
    {
        await using MariaDbServer server = Server();
        Reading reading = await DatabaseReading.OfAsync(Source(
            server, Part("first", (_, samples) => samples.Add(Found, 1)), Part("second", (_, _) => _time.Advance(TimeSpan.FromSeconds(11))), Part("third", (_, samples) => samples.Add(Found, 2)), Part("fourth")));

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal(("1", "1"), (reading["mysql_up"], reading["found"]));
        Assert.Equal(["collect.third: not read: the parts before took 11 s", "collect.fourth: not read: the parts before took 11 s"], reading.Problems);
        Assert.Equal(("1", "0"), (Success(reading, "second"), Success(reading, "fourth")));
    }

    [Fact]
    public async Task What_was_not_read_comes_first_the_next_time()
    {
        await using MariaDbServer server = Server();
        List<string> read = [];
        FakePart[] parts = [.. "abcd".Select(letter => letter.ToString()).Select(name => Part(name, (_, _) =>
        {
            read.Add(name);
            _time.Advance(TimeSpan.FromSeconds(5));
        }))];
        MariaDbSource source = Source(server, parts);
        for (int i = 0; i < 3; i++)
            await DatabaseReading.OfAsync(source);

        Assert.Equal(["a", "b", "c", "d", "a", "b"], read);
    }

    [Fact]
    public async Task A_statement_that_would_take_longer_is_ended_by_the_server_and_the_connection_stands()
    {
        await using MariaDbServer server = Server();
        long start = Stopwatch.GetTimestamp();
        Reading reading = await DatabaseReading.OfAsync(Source(server, Part("slow", (_, _) => _time.Advance(TimeSpan.FromSeconds(8.6))), Asking("endless", Endless), Asking("other", "SELECT 1")));

        Assert.True(Stopwatch.GetElapsedTime(start) < Long / 2);
        Assert.Equal((SourceOutcome.Ok, "1"), (reading.Outcome, reading["mysql_up"]));
        Assert.Contains("max_statement_time", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Equal("1", Success(reading, "other"));
        Assert.Equal("1", (await DatabaseReading.OfAsync(Source(server)))["mysql_up"]);
        Assert.Equal(1, server.Generation);
    }

    [Fact]
    public async Task A_connection_that_another_reading_gave_up_is_made_anew_in_this_one()
    {
        await using MariaDbServer server = Server();
        Reading reading = await DatabaseReading.OfAsync(Source(
            server,
            new FakePart("first", async (sql, _) =>
            {
                using CancellationTokenSource impatience = new();
                Task<SqlTable> other = server.QueryAsync("SELECT SLEEP(0.2)", Long, DatabaseReading.Ample, impatience.Token);
                await impatience.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
                await sql.QueryAsync("SELECT 1", Cancellation);
            }),
            Asking("second", "SELECT 1")));

        Assert.Equal((SourceOutcome.Ok, "1"), (reading.Outcome, reading["mysql_up"]));
        Assert.Equal(["collect.first: another reading gave up waiting for its answer"], reading.Problems);
        Assert.Equal("1", Success(reading, "second"));
        Assert.Equal(2, server.Generation);
    }

    [Fact]
    public async Task A_reading_whose_turn_does_not_come_says_so_and_nothing_of_the_server()
    {
        await using MariaDbServer server = Server();
        await server.ConnectAsync(DatabaseReading.Ample, Cancellation);
        Task<SqlTable> other = server.QueryAsync("SELECT SLEEP(300)", Long, DatabaseReading.Ample, Cancellation);
        Task<Reading> reading = DatabaseReading.OfAsync(Source(server, Part("first")));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new SourceOutcome.Failed("the server was busy with others of our queries for 10 s"), (await reading).Outcome);
        Assert.Equal("", (await reading).Text);
        await EndAsync("SELECT SLEEP(300)");
        await Assert.ThrowsAnyAsync<Exception>(() => other);
    }

    [Fact]
    public async Task Stopping_waits_for_a_query_no_longer_than_queries_may_take()
    {
        MariaDbServer server = Server();
        await server.ConnectAsync(DatabaseReading.Ample, Cancellation);
        using CancellationTokenSource stop = new();
        Task<SqlTable> query = server.QueryAsync("SELECT SLEEP(301)", Long, DatabaseReading.Ample, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);

        Task stopped = server.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(stopped.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await Eventually.HoldsAsync(() => stopped.IsCompletedSuccessfully, "it has stopped");
        await EndAsync("SELECT SLEEP(301)");
    }

    [Fact]
    public async Task A_server_that_lets_us_in_and_answers_no_statement_is_down()
    {
        SpeechlessDatabase speechless = SpeechlessDatabase.Start();
        MariaDbOptions options = shared.Server.Options(port: speechless.Port);
        options.ConnectTimeout = Long;
        await using MariaDbSources sources = new(options, _time, _log);
        Task<Reading> waiting = DatabaseReading.OfAsync(sources.All[0]);
        await Eventually.HoldsAsync(() => speechless.Statements == 1, "it was asked");
        _time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => waiting.IsCompleted, "the reading has ended");
        Reading reading = await waiting;
        await speechless.DisposeAsync();

        Assert.Equal(new SourceOutcome.Failed("it does not answer a new connection in time"), reading.Outcome);
        Assert.Equal("0", reading["mysql_up"]);
    }

    private MariaDbServer Server()
    {
        MariaDbOptions options = shared.Server.Options();
        return new MariaDbServer(options.Servers[0], options, _time, _log);
    }

    private MariaDbSource Source(MariaDbServer server, params IMariaDbPart[] parts) => new("mariadb", server, new MariaDbCycle("", TimeSpan.FromSeconds(15), Long), parts, _time);

    private static FakePart Asking(string name, string query) => new(name, (sql, _) => sql.QueryAsync(query, Cancellation));

    private static FakePart Part(string name, Action<ISqlSession, SampleWriter>? read = null) => new(name, (sql, samples) =>
    {
        read?.Invoke(sql, samples);
        return Task.CompletedTask;
    });

    private static string? Success(Reading reading, string part) => reading[$"mysql_exporter_collector_success{{collector=\"collect.{part}\"}}"];

    private async Task EndAsync(string query)
    {
        string id = await shared.Server.ReadAsync($"SELECT MAX(id) FROM information_schema.processlist WHERE info = '{query}'");
        if (id.Length > 0)
            await shared.Server.ExecuteAsync($"KILL {id}");
    }

    private sealed class FakePart(string name, Func<ISqlSession, SampleWriter, Task> read) : IMariaDbPart
    {
        public string Name => name;

        public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
        {
            await read(sql, samples);
            return SourceOutcome.Ok;
        }
    }
}
