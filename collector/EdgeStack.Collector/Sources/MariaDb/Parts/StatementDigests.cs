using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>
/// The statements that cost most time, without their values, where performance_schema is on; MariaDB's packages have it off. A statement that leaves the first places
/// loses its series until it comes back.
/// </summary>
/// <param name="most">How many statements.</param>
internal sealed class StatementDigests(int most) : IMariaDbPart
{
    private const string Prefix = "mysql_perf_schema_events_statements_";

    // Longer ones are cut, and seen within the last day: so does mysqld_exporter.
    private const int LongestText = 120, OldestSeconds = 86400;

    private const double Picoseconds = 1e-12;

    private static readonly string[] Labels = ["schema", "digest", "digest_text"];

    private static readonly ColumnFamily[] Numbers =
    [
        new("COUNT_STAR", Counter("total", "How often a statement was executed.")),
        new("SUM_TIMER_WAIT", Counter("seconds_total", "Time of a statement."), Picoseconds),
        new("SUM_ERRORS", Counter("errors_total", "Errors of a statement.")),
        new("SUM_WARNINGS", Counter("warnings_total", "Warnings of a statement.")),
        new("SUM_ROWS_AFFECTED", Counter("rows_affected_total", "Rows that a statement changed.")),
        new("SUM_ROWS_SENT", Counter("rows_sent_total", "Rows that a statement answered with.")),
        new("SUM_ROWS_EXAMINED", Counter("rows_examined_total", "Rows that a statement looked at.")),
        new("SUM_CREATED_TMP_TABLES", Counter("tmp_tables_total", "Temporary tables of a statement.")),
        new("SUM_CREATED_TMP_DISK_TABLES", Counter("tmp_disk_tables_total", "Temporary tables of a statement that went to the disk.")),
        new("SUM_SORT_MERGE_PASSES", Counter("sort_merge_passes_total", "Sorts of a statement that needed more memory than they had.")),
        new("SUM_SORT_ROWS", Counter("sort_rows_total", "Rows that a statement sorted.")),
        new("SUM_NO_INDEX_USED", Counter("no_index_used_total", "How often a statement read a whole table.")),
    ];

    public string Name => "perf_schema.eventsstatements";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable isOn = await sql.QueryAsync("SHOW GLOBAL VARIABLES LIKE 'performance_schema'", cancellation);
        if (StatusValue.Read(isOn.Rows.FirstOrDefault()[1]) is not 1)
            return new SourceOutcome.Absent("performance_schema is off");
        SqlTable digests = await sql.QueryAsync(
            $"""
            SELECT IFNULL(SCHEMA_NAME, 'NONE') AS `schema`, DIGEST AS digest, LEFT(DIGEST_TEXT, {LongestText}) AS digest_text, {string.Join(", ", Numbers.Select(number => number.Column))}
            FROM performance_schema.events_statements_summary_by_digest
            WHERE SCHEMA_NAME NOT IN ('mysql', 'performance_schema', 'information_schema') AND LAST_SEEN > NOW() - INTERVAL {OldestSeconds} SECOND
            ORDER BY SUM_TIMER_WAIT DESC LIMIT {most}
            """,
            cancellation);
        ColumnTable.Add(samples, digests, Labels, Numbers);
        return SourceOutcome.Ok;
    }

    private static Family Counter(string name, string help) => Family.Counter(Prefix + name, help, [.. Labels]);
}
