namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Reads and writes of tables, the engines' time included. Tables of the server itself do not count.</summary>
internal static class TableWaits
{
    private static readonly ColumnFamily[] Numbers = PerformanceTable.Operations(
        "table_io_waits", "rows of a table were read or written, by operation", ["schema", "name", "operation"], ("fetch", "FETCH"), ("insert", "INSERT"), ("update", "UPDATE"), ("delete", "DELETE"));

    /// <param name="most">Tables that have series, eight each.</param>
    public static IMariaDbPart Of(int most) => new PerformanceTable(
        "perf_schema.tableiowaits",
        "SELECT OBJECT_SCHEMA AS `schema`, OBJECT_NAME AS name, waits.*",
        "FROM performance_schema.table_io_waits_summary_by_table AS waits WHERE OBJECT_SCHEMA NOT IN ('mysql', 'performance_schema')",
        ["schema", "name"],
        Numbers)
    { Most = most };
}
