using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Parts;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>
/// Parts of a server on the page <c>/metrics/db</c>. A part that fails costs the others nothing, and what is not read when the time is up is said; a server that does not answer ends
/// the reading at once, and only <c>mysql_up</c> is left.
/// </summary>
internal sealed class MariaDbSource(string name, MariaDbServer server, MariaDbCycle cycle, IReadOnlyList<IMariaDbPart> parts, TimeProvider time) : IMetricSource
{
    private static readonly Family Up = Family.Gauge("mysql_up", "Whether the server answers.");
    private static readonly Family Success = Family.Gauge("mysql_exporter_collector_success", "Whether a part of the server could be read.", "collector");
    private static readonly Family Duration = Family.Gauge("mysql_exporter_collector_duration_seconds", "How long a part of the server took to be read.", "collector");
    private static readonly Family MissingGrants = Family.Gauge("edgestack_mariadb_missing_grant", "Privileges that our account lacks.", "privilege", "on");

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    // Parts that this connection's account may not read. Asking again would only count as an error there.
    private readonly Dictionary<string, string> _denied = [];
    private int _generation;

    // The part that the next reading begins with.
    private int _first;

    public string Name => name;

    public ScrapePage Page => ScrapePage.Database;

    public ImmutableArray<KeyValuePair<string, string>> Labels { get; init; } = [];

    public string About => Labels is [{ Value: var name }] ? name : "";

    public TimeSpan Every => cycle.Every;

    /// <summary>Never reached: the budget ends a reading, and a statement that does not heed it is given up soon after.</summary>
    public TimeSpan Timeout { get; } = Budget + TimeSpan.FromSeconds(4);

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        CycleBudget budget = new(Budget, time);
        // Null while it could not even be asked.
        bool? isUp = null;
        try
        {
            await server.ConnectAsync(budget, cancellation);
            // A part of ours that fails in a way nobody thought of does not make the server one that is down.
            isUp = true;
            if (cycle.IsFirst)
                AddConnection(samples, budget.Used);
            await ReadPartsAsync(budget, samples, cancellation);
            return SourceOutcome.Ok;
        }
        catch (BudgetSpentException)
        {
            return new SourceOutcome.Failed($"the server was busy with others of our queries for {Seconds(budget)} s");
        }
        catch (ServerLostException lost)
        {
            isUp = false;
            // Said once, by the source that is read most often: the others' next reading may be minutes after the server is back.
            return cycle.IsFirst ? new SourceOutcome.Failed(lost.Message) : new SourceOutcome.Absent("there is no connection to the server");
        }
        finally
        {
            if (cycle.IsFirst && isUp is { } known)
                samples.Add(Up, known ? 1 : 0);
        }
    }

    private void AddConnection(SampleWriter samples, TimeSpan duration)
    {
        samples.Add(Success, 1, "connection");
        samples.Add(Duration, duration.TotalSeconds, "connection");
        foreach (MissingGrant grant in server.Missing)
        {
            samples.Add(MissingGrants, 1, grant.Privilege, grant.On);
            samples.Report($"{grant.Statement(server.Account)} Without it there is nothing about {grant.Without}");
        }
    }

    // What is not read for want of time comes first the next time, so that on a slow server everything has its turn.
    private async Task ReadPartsAsync(CycleBudget budget, SampleWriter samples, CancellationToken cancellation)
    {
        int read = 0;
        while (read < parts.Count && !budget.IsSpent)
            await ReadAsync(parts[(_first + read++) % parts.Count], budget, samples, cancellation);
        for (int left = read; left < parts.Count; left++)
        {
            string label = Label(parts[(_first + left) % parts.Count]);
            samples.Add(Success, 0, label);
            samples.Report($"{label}: not read: the parts before took {Seconds(budget)} s");
        }

        _first = read == parts.Count ? 0 : (_first + read) % parts.Count;
    }

    private async Task ReadAsync(IMariaDbPart part, CycleBudget budget, SampleWriter samples, CancellationToken cancellation)
    {
        if (server.Generation != _generation)
        {
            _denied.Clear();
            _generation = server.Generation;
        }

        string label = Label(part);
        long start = time.GetTimestamp();
        string? fault = "it did not end";
        bool isLost = false;
        try
        {
            fault = _denied.GetValueOrDefault(part.Name) ?? await AskAsync(part, budget, samples, cancellation);
        }
        catch (BudgetSpentException)
        {
            fault = $"not read to its end: the reading has taken {Seconds(budget)} s";
        }
        catch (SqlRefusedException refused)
        {
            fault = refused.Message;
            if (refused.IsDenied)
            {
                _denied[part.Name] = fault;
                server.NoteDenial();
            }
        }
        catch (ServerLostException lost)
        {
            (fault, isLost) = (lost.Message, true);
        }
        finally
        {
            samples.Add(Success, fault is null ? 1 : 0, label);
            samples.Add(Duration, time.GetElapsedTime(start).TotalSeconds, label);
            if (fault is not null)
                samples.Report($"{label}: {fault}");
        }

        if (isLost)
            await AskAgainAsync(budget, cancellation);
    }

    // One query may hang, and another reading may have given the connection up: the server is down only when it does not take a new one.
    private async Task AskAgainAsync(CycleBudget budget, CancellationToken cancellation)
    {
        try
        {
            await server.ConnectAsync(budget, cancellation);
        }
        catch (BudgetSpentException)
        {
            // The parts that are left are said not to be read.
        }
    }

    private static string Label(IMariaDbPart part) => "collect." + part.Name;

    private static string Seconds(CycleBudget budget) => budget.Used.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What is wrong; null when nothing is.</summary>
    private async Task<string?> AskAsync(IMariaDbPart part, CycleBudget budget, SampleWriter samples, CancellationToken cancellation) =>
        await part.ReadAsync(new Session(server, cycle.Limit, budget), samples, cancellation) is SourceOutcome.Failed failed ? failed.Why : null;

    private sealed class Session(MariaDbServer server, TimeSpan limit, CycleBudget budget) : ISqlSession
    {
        public ServerVersion Version => server.Connection.Version;

        public PrivilegeSet Privileges => server.Connection.Privileges;

        public Task<SqlTable> QueryAsync(string sql, CancellationToken cancellation) => server.QueryAsync(sql, limit, budget, cancellation);
    }
}
