using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>InnoDB's own counters, those that are switched on.</summary>
internal sealed class InnodbMetrics(ServerFamilies families) : IMariaDbPart
{
    private const string Prefix = "mysql_info_schema_innodb_metrics_", PoolPages = "buffer_pool_pages_", Reading = "buffer_page_read_", Writing = "buffer_page_written_";

    private static readonly Family Pages = Family.Gauge(Prefix + "buffer_pool_pages", "Pages of the buffer pool, by state.", "state");
    private static readonly Family DirtyPages = Family.Gauge(Prefix + "buffer_pool_dirty_pages", "Pages of the buffer pool that are not written yet.");
    private static readonly Family PagesRead = Family.Counter(Prefix + "buffer_page_read_total", "Pages that were read, by what they hold.", "type");
    private static readonly Family PagesWritten = Family.Counter(Prefix + "buffer_page_written_total", "Pages that were written, by what they hold.", "type");

    public string Name => "info_schema.innodb_metrics";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        // The column that says whether a counter is on is STATUS before MariaDB 10.5 and in MySQL, and ENABLED since.
        SqlTable metrics = await sql.QueryAsync("SELECT * FROM information_schema.innodb_metrics", cancellation);
        foreach (SqlRow row in metrics.Rows)
        {
            bool isOn = row.Text("ENABLED") == "1" || row.Text("STATUS") == "enabled";
            if (isOn && row.Number("COUNT") is { } value)
                Add(samples, row, value);
        }

        return SourceOutcome.Ok;
    }

    private void Add(SampleWriter samples, SqlRow row, double value)
    {
        string name = row.Text("NAME") ?? "", subsystem = row.Text("SUBSYSTEM") ?? "";
        if (subsystem == "buffer_page_io")
        {
            if (name.StartsWith(Reading, StringComparison.Ordinal))
                samples.Add(PagesRead, value, name[Reading.Length..]);
            else if (name.StartsWith(Writing, StringComparison.Ordinal))
                samples.Add(PagesWritten, value, name[Writing.Length..]);
            return;
        }

        if (subsystem == "buffer" && name.StartsWith(PoolPages, StringComparison.Ordinal))
        {
            if (name == PoolPages + "dirty")
                samples.Add(DirtyPages, value);
            else if (name != PoolPages + "total")
                samples.Add(Pages, value, name[PoolPages.Length..]);
            return;
        }

        // Some counters fall below 0 (bugs.mysql.com 75966), and those are none.
        bool counts = row.Text("TYPE") is "counter" or "status_counter" && value >= 0;
        if (families.Of($"{Prefix}{subsystem}_", counts ? name + "_total" : name, whole => Make(whole, name, counts)) is { } family)
            samples.Add(family, value);
    }

    private static Family Make(string whole, string name, bool counts) => counts ? Family.Counter(whole, $"InnoDB's counter {name}.") : Family.Gauge(whole, $"InnoDB's value {name}.");
}
