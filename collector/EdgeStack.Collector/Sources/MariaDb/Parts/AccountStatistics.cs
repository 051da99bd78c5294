using System.Collections.Frozen;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What each account, or each client's host, has done, where the server counts it (<c>userstat</c>).</summary>
internal sealed class AccountStatistics : IMariaDbPart
{
    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>
    {
        ["TOTAL_CONNECTIONS"] = "total_connections",
        ["CONNECTED_TIME"] = "connected_time_seconds_total",
        ["BUSY_TIME"] = "busy_seconds_total",
        ["CPU_TIME"] = "cpu_time_seconds_total",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Counted = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "BYTES_RECEIVED", "BYTES_SENT", "BINLOG_BYTES_WRITTEN", "ROWS_READ", "ROWS_SENT", "ROWS_DELETED", "ROWS_INSERTED", "ROWS_FETCHED", "ROWS_UPDATED", "TABLE_ROWS_READ", "SELECT_COMMANDS",
        "UPDATE_COMMANDS", "OTHER_COMMANDS", "COMMIT_TRANSACTIONS", "ROLLBACK_TRANSACTIONS", "DENIED_CONNECTIONS", "LOST_CONNECTIONS", "ACCESS_DENIED", "EMPTY_QUERIES", "TOTAL_SSL_CONNECTIONS");

    private readonly ServerFamilies _families;
    private readonly string _key;
    private readonly FrozenSet<string> _counted;

    private AccountStatistics(ServerFamilies families, string key, string name, params IEnumerable<string> counted)
    {
        _families = families;
        _key = key;
        Name = name;
        _counted = Counted.Concat(counted).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public string Name { get; }

    public static AccountStatistics OfUsers(ServerFamilies families) => new(families, "user", "info_schema.userstats");

    // mysqld_exporter knows this column of clients and not of users, whose series has no _total.
    public static AccountStatistics OfClients(ServerFamilies families) => new(families, "client", "info_schema.clientstats", "MAX_STATEMENT_TIME_EXCEEDED");

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        if (!await IsOnAsync(sql, cancellation))
            return new SourceOutcome.Absent("the server counts nothing for each account: userstat is off");
        // Without it the server shows no row and says nothing.
        if (!sql.Privileges.Has("PROCESS"))
            return new SourceOutcome.Failed("the privilege PROCESS is missing");
        SqlTable table = await sql.QueryAsync($"SELECT * FROM information_schema.{_key}_statistics", cancellation);
        ColumnFamily[] numbers = [.. table.Columns.Where(column => !column.Equals(_key, StringComparison.OrdinalIgnoreCase)).Select(Of).OfType<ColumnFamily>()];
        ColumnTable.Add(samples, table, [_key], numbers);
        return SourceOutcome.Ok;
    }

    /// <summary>Whether the server counts what each account, client and table does.</summary>
    public static async Task<bool> IsOnAsync(ISqlSession sql, CancellationToken cancellation)
    {
        SqlTable switches = await sql.QueryAsync("SHOW GLOBAL VARIABLES LIKE 'userstat'", cancellation);
        return StatusValue.Read(switches.Rows.FirstOrDefault()[1]) is 1;
    }

    private ColumnFamily? Of(string column)
    {
        string help = $"The column {column} of {_key}_statistics.";
        string name = Renamed.GetValueOrDefault(column) ?? (_counted.Contains(column) ? column + "_total" : column);
        bool isGauge = column.Equals("CONCURRENT_CONNECTIONS", StringComparison.OrdinalIgnoreCase), isKnown = name != column;
        return _families.Of($"mysql_info_schema_{_key}_statistics_", name.ToLowerInvariant(), whole => isGauge ? Family.Gauge(whole, help, _key)
            : isKnown ? Family.Counter(whole, help, _key) : Family.Untyped(whole, help, _key)) is { } family ? new ColumnFamily(column, family) : null;
    }
}
