using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What all statements together cost, those included that have no series of their own.</summary>
internal static class StatementSums
{
    private static readonly ColumnFamily[] Numbers =
    [
        Sum("COUNT_STAR", "total", "Statements that were executed."),
        Sum("SUM_TIMER_WAIT", "timer_wait", "Seconds that they took.", PerformanceTable.Picoseconds),
        // mysqld_exporter has this one as the server counts it, and dashboards divide.
        Sum("SUM_LOCK_TIME", "lock_time", "Picoseconds that they waited for locks."),
        Sum("SUM_ERRORS", "errors", "Errors that they ended with."),
        Sum("SUM_WARNINGS", "warnings", "Warnings that they gave."),
        Sum("SUM_ROWS_AFFECTED", "rows_affected", "Rows that they changed."),
        Sum("SUM_ROWS_SENT", "rows_sent", "Rows that they answered with."),
        Sum("SUM_ROWS_EXAMINED", "rows_examined", "Rows that they looked at."),
        Sum("SUM_CREATED_TMP_TABLES", "created_tmp_tables", "Temporary tables that they made."),
        Sum("SUM_CREATED_TMP_DISK_TABLES", "created_tmp_disk_tables", "Temporary tables that they made on the disk."),
        Sum("SUM_SELECT_FULL_JOIN", "select_full_join", "Joins without an index."),
        Sum("SUM_SELECT_FULL_RANGE_JOIN", "select_full_range_join", "Joins by a range of the first table."),
        Sum("SUM_SELECT_RANGE", "select_range", "Joins by a range of the first table alone."),
        Sum("SUM_SELECT_RANGE_CHECK", "select_range_check", "Joins that looked for a key at each row."),
        Sum("SUM_SELECT_SCAN", "select_scan", "Joins that read the whole first table."),
        Sum("SUM_SORT_MERGE_PASSES", "sort_merge_passes", "Sorts that needed more memory than they had."),
        Sum("SUM_SORT_RANGE", "sort_range", "Sorts of a range."),
        Sum("SUM_SORT_ROWS", "sort_rows", "Rows that they sorted."),
        Sum("SUM_SORT_SCAN", "sort_scan", "Sorts of a whole table."),
        Sum("SUM_NO_INDEX_USED", "no_index_used", "How often no index was used."),
        Sum("SUM_NO_GOOD_INDEX_USED", "no_good_index_used", "How often no index was good."),
    ];

    public static IMariaDbPart All { get; } = new PerformanceTable(
        "perf_schema.eventsstatementssum",
        $"SELECT {string.Join(", ", Numbers.Select(number => $"SUM({number.Column}) AS {number.Column}"))}",
        "FROM performance_schema.events_statements_summary_by_digest",
        [],
        Numbers);

    private static ColumnFamily Sum(string column, string name, string help, double unit = 1) => new(column, Family.Counter($"{PerformanceTable.Prefix}events_statements_sum_{name}", help), unit);
}
