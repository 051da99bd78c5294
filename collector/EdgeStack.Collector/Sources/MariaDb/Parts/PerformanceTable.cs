using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>
/// A table of performance_schema, where that is on; MariaDB's packages have it off. Only the rows that cost most have series: one that leaves the first places loses its series
/// until it comes back. How many are left out is a sample of its own. Names, labels and units are mysqld_exporter's.
/// </summary>
/// <param name="name">mysqld_exporter's name of the part.</param>
/// <param name="select">SELECT with the columns that follow.</param>
/// <param name="from">FROM and WHERE.</param>
/// <param name="labels">Columns that tell the rows apart.</param>
/// <param name="numbers">Columns that are samples.</param>
internal sealed class PerformanceTable(string name, string select, string from, string[] labels, ColumnFamily[] numbers) : IMariaDbPart
{
    public const string Prefix = "mysql_perf_schema_";

    /// <summary>The unit in which the server counts time, in seconds.</summary>
    public const double Picoseconds = 1e-12;

    private static readonly Family LeftOut = Family.Gauge(
        "edgestack_mariadb_rows_left_out", "Rows of a table of performance_schema that have no series, because others cost more.", "collector");

    public string Name => name;

    /// <summary>Rows that have series; null for a table of one row.</summary>
    public int? Most { get; init; }

    /// <summary>The column that says what a row costs.</summary>
    public string Cost { get; init; } = "SUM_TIMER_WAIT";

    /// <summary>How often something was done and how long it took, by operation: the families <c>…_total</c> and <c>…_seconds_total</c>.</summary>
    /// <param name="what">The name without its beginning and end: <c>table_io_waits</c>.</param>
    /// <param name="help">What is done.</param>
    /// <param name="labels">Of a row, and behind them the operation's.</param>
    /// <param name="operations">Each with the end of its columns' names: <c>FETCH</c> for <c>COUNT_FETCH</c> and <c>SUM_TIMER_FETCH</c>.</param>
    public static ColumnFamily[] Operations(string what, string help, string[] labels, params (string Operation, string Column)[] operations)
    {
        Family count = Family.Counter($"{Prefix}{what}_total", $"How often: {help}.", [.. labels]), time = Family.Counter($"{Prefix}{what}_seconds_total", $"How long: {help}.", [.. labels]);
        return [.. operations.SelectMany<(string Operation, string Column), ColumnFamily>(each =>
            [new("COUNT_" + each.Column, count, Operation: each.Operation), new("SUM_TIMER_" + each.Column, time, Picoseconds, each.Operation)])];
    }

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable isOn = await sql.QueryAsync("SHOW GLOBAL VARIABLES LIKE 'performance_schema'", cancellation);
        if (StatusValue.Read(isOn.Rows.FirstOrDefault()[1]) is not 1)
            return new SourceOutcome.Absent("performance_schema is off");
        try
        {
            string first = Most is { } limit ? string.Create(CultureInfo.InvariantCulture, $" ORDER BY {Cost} DESC LIMIT {limit}") : "";
            SqlTable rows = await sql.QueryAsync($"{select} {from}{first}", cancellation);
            ColumnTable.Add(samples, rows, labels, numbers);
            if (Most is { } most)
                await CountAsync(sql, samples, rows.Rows.Count(), most, cancellation);
            return SourceOutcome.Ok;
        }
        catch (SqlRefusedException refused) when (refused.IsWithoutTable)
        {
            return new SourceOutcome.Absent("this version of the server has no such table");
        }
    }

    // Counting goes through the whole table another time, which is not done for nothing.
    private async Task CountAsync(ISqlSession sql, SampleWriter samples, int shown, int most, CancellationToken cancellation)
    {
        double all = shown < most ? shown : (await sql.QueryAsync($"SELECT COUNT(*) AS counted {from}", cancellation)).Rows.FirstOrDefault().NumberAt(0) ?? shown;
        samples.Add(LeftOut, Math.Max(0, all - shown), "collect." + name);
    }
}
