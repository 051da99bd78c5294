using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>How many binary logs there are and how large.</summary>
internal sealed class BinaryLogs : IMariaDbPart
{
    private static readonly Family Size = Family.Gauge("mysql_binlog_size_bytes", "Size of all binary logs together.");
    private static readonly Family Files = Family.Gauge("mysql_binlog_files", "Binary logs.");
    private static readonly Family FileNumber = Family.Gauge("mysql_binlog_file_number", "Number of the newest binary log.");

    public string Name => "binlog_size";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable isOn = await sql.QueryAsync("SELECT @@log_bin", cancellation);
        if (isOn.Rows.FirstOrDefault()[0] != "1")
            return new SourceOutcome.Absent("the server writes no binary log");
        SqlTable logs = await sql.QueryAsync("SHOW BINARY LOGS", cancellation);
        samples.Add(Size, logs.Rows.Sum(row => row.NumberAt(1) ?? 0));
        samples.Add(Files, logs.Rows.Count());
        string last = logs.Rows.LastOrDefault()[0] ?? "";
        if (int.TryParse(last[(last.LastIndexOf('.') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            samples.Add(FileNumber, number);
        else if (last.Length > 0)
            samples.Report($"SHOW BINARY LOGS: '{last}' has no number");
        return SourceOutcome.Ok;
    }
}
