using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What the server's connections do, ours left out.</summary>
internal sealed class ProcessList : IMariaDbPart
{
    private const string Prefix = "mysql_info_schema_processlist_";

    // Grouped there: a busy server has thousands of connections and a dozen states.
    private const string Query = """
        SELECT command, state, user, SUBSTRING_INDEX(host, ':', 1) AS client, COUNT(*) AS processes, SUM(time) AS seconds
        FROM information_schema.processlist WHERE id <> CONNECTION_ID() GROUP BY 1, 2, 3, 4
        """;

    private static readonly Family Threads = Family.Gauge(Prefix + "threads", "Connections, by what they do.", "command", "state");
    private static readonly Family Seconds = Family.Gauge(Prefix + "seconds", "Sum of the time that connections have done what they do.", "command", "state");
    private static readonly Family ByUser = Family.Gauge(Prefix + "processes_by_user", "Connections, by account.", "mysql_user");
    private static readonly Family ByHost = Family.Gauge(Prefix + "processes_by_host", "Connections, by the client's host.", "client_host");

    public string Name => "info_schema.processlist";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        // Without it the server leaves others' connections out and says nothing.
        if (!sql.Privileges.Has("PROCESS"))
            return new SourceOutcome.Failed("the privilege PROCESS is missing");
        SqlTable processes = await sql.QueryAsync(Query, cancellation);
        Dictionary<(string, string), double> threads = [], seconds = [];
        Dictionary<string, double> users = [], hosts = [];
        foreach (SqlRow row in processes.Rows)
        {
            (string, string) doing = (State(row[0]), State(row[1]));
            double count = row.NumberAt(4) ?? 0;
            Count(threads, doing, count);
            Count(seconds, doing, row.NumberAt(5) ?? 0);
            Count(users, row[2] ?? "", count);
            Count(hosts, row[3] is { Length: > 0 } host ? host : "unknown", count);
        }

        foreach (((string command, string state), double count) in threads)
            samples.Add(Threads, count, command, state);
        foreach (((string command, string state), double time) in seconds)
            samples.Add(Seconds, time, command, state);
        foreach ((string user, double count) in users)
            samples.Add(ByUser, count, user);
        foreach ((string host, double count) in hosts)
            samples.Add(ByHost, count, host);
        return SourceOutcome.Ok;
    }

    /// <summary>As dashboards know it: <c>Waiting for table metadata lock</c> is <c>waiting_for_table_metadata_lock</c>.</summary>
    internal static string State(string? text) => string.IsNullOrEmpty(text)
        ? "unknown"
        : string.Concat(text.ToLowerInvariant().Where(letter => letter is not (';' or ',' or ':' or '.' or '(' or ')')).Select(letter => letter is ' ' or '-' ? '_' : letter));

    private static void Count<TKey>(Dictionary<TKey, double> sums, TKey key, double value)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + value;
}
