namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Reads and writes of tables by the index that was used, or <c>NONE</c>.</summary>
internal static class IndexWaits
{
    // A row goes into a table and not into one of its indexes: of these the server's zero is no sample.
    private const string Inserted = "INSERTED";

    private static readonly ColumnFamily[] Numbers = PerformanceTable.Operations(
        "index_io_waits", "rows of a table were read or written through an index, by operation", ["schema", "name", "index", "operation"],
        ("fetch", "FETCH"), ("insert", Inserted), ("update", "UPDATE"), ("delete", "DELETE"));

    /// <param name="most">Indexes that have series, six each, and eight of what uses none.</param>
    public static IMariaDbPart Of(int most) => new PerformanceTable(
        "perf_schema.indexiowaits",
        $"""
        SELECT OBJECT_SCHEMA AS `schema`, OBJECT_NAME AS name, IFNULL(INDEX_NAME, 'NONE') AS `index`,
        IF(INDEX_NAME IS NULL, COUNT_INSERT, NULL) AS COUNT_{Inserted}, IF(INDEX_NAME IS NULL, SUM_TIMER_INSERT, NULL) AS SUM_TIMER_{Inserted}, waits.*
        """,
        "FROM performance_schema.table_io_waits_summary_by_index_usage AS waits WHERE OBJECT_SCHEMA NOT IN ('mysql', 'performance_schema')",
        ["schema", "name", "index"],
        Numbers)
    { Most = most };
}
