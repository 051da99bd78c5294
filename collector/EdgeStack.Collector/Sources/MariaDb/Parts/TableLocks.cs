namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Waiting for locks of whole tables: those that the server holds itself, and those that it asks the engine for ("external").</summary>
internal static class TableLocks
{
    private static readonly string[] Labels = ["schema", "name", "operation"];

    private static readonly string[] Kinds =
    [
        "read_normal", "read_with_shared_locks", "read_high_priority", "read_no_insert", "write_normal", "write_allow_write", "write_concurrent_insert", "write_low_priority",
    ];

    private static readonly ColumnFamily[] Numbers =
    [
        .. PerformanceTable.Operations("sql_lock_waits", "the server locked a table, by kind of lock", Labels, [.. Kinds.Select(kind => (kind, kind.ToUpperInvariant()))]),
        .. PerformanceTable.Operations("external_lock_waits", "the engine locked a table, by kind of lock", Labels, ("read", "READ_EXTERNAL"), ("write", "WRITE_EXTERNAL")),
    ];

    /// <param name="most">Tables that have series, twenty each.</param>
    public static IMariaDbPart Of(int most) => new PerformanceTable(
        "perf_schema.tablelocks",
        "SELECT OBJECT_SCHEMA AS `schema`, OBJECT_NAME AS name, locks.*",
        "FROM performance_schema.table_lock_waits_summary_by_table AS locks WHERE OBJECT_SCHEMA NOT IN ('mysql', 'performance_schema', 'information_schema')",
        ["schema", "name"],
        Numbers)
    { Most = most };
}
