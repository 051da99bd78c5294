using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>The statements that cost most time, without their values.</summary>
internal static class StatementDigests
{
    // Longer ones are cut, and seen within the last day: so does mysqld_exporter.
    private const int LongestText = 120, OldestSeconds = 86400;

    private static readonly string[] Labels = ["schema", "digest", "digest_text"];

    private static readonly ColumnFamily[] Numbers =
    [
        new("COUNT_STAR", Counter("total", "How often a statement was executed.")),
        new("SUM_TIMER_WAIT", Counter("seconds_total", "Time of a statement."), PerformanceTable.Picoseconds),
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

    private static readonly string From =
        $"""
        FROM performance_schema.events_statements_summary_by_digest
        WHERE SCHEMA_NAME NOT IN ('mysql', 'performance_schema', 'information_schema') AND LAST_SEEN > NOW() - INTERVAL {OldestSeconds} SECOND
        """;

    private static readonly string Select =
        $"""
        SELECT IFNULL(SCHEMA_NAME, 'NONE') AS `schema`, DIGEST AS digest, LEFT(DIGEST_TEXT, {LongestText}) AS digest_text, {string.Join(", ", Numbers.Select(number => number.Column))}
        """;

    /// <param name="most">Statements that have series, twelve each.</param>
    public static IMariaDbPart Of(int most) => new PerformanceTable("perf_schema.eventsstatements", Select, From, Labels, Numbers) { Most = most };

    private static Family Counter(string name, string help) => Family.Counter($"{PerformanceTable.Prefix}events_statements_{name}", help, [.. Labels]);
}
