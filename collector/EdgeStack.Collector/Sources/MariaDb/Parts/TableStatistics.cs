using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Rows that were read and changed in each table, or in each schema, where the server counts it (<c>userstat</c>).</summary>
internal sealed class TableStatistics : IMariaDbPart
{
    private readonly string _query;
    private readonly string[] _labels;
    private readonly ColumnFamily[] _numbers;

    private TableStatistics(string name, string of, string query, string[] columns, string[] labels)
    {
        Name = name;
        _query = query;
        _labels = columns;
        _numbers =
        [
            new("ROWS_READ", Counter("rows_read_total", "Rows that were read.")),
            new("ROWS_CHANGED", Counter("rows_changed_total", "Rows that were changed.")),
            new("ROWS_CHANGED_X_INDEXES", Counter("rows_changed_x_indexes_total", "Rows that were changed, times the indexes that changed with them.")),
        ];

        Family Counter(string what, string help) => Family.Counter($"mysql_info_schema_{of}_statistics_{what}", help, [.. labels]);
    }

    public string Name { get; }

    public static TableStatistics OfTables { get; } = new(
        "info_schema.tablestats", "table", "SELECT * FROM information_schema.table_statistics", ["TABLE_SCHEMA", "TABLE_NAME"], ["schema", "table"]);

    public static TableStatistics OfSchemas { get; } = new(
        "info_schema.schemastats",
        "schema",
        """
        SELECT TABLE_SCHEMA, SUM(ROWS_READ) AS ROWS_READ, SUM(ROWS_CHANGED) AS ROWS_CHANGED, SUM(ROWS_CHANGED_X_INDEXES) AS ROWS_CHANGED_X_INDEXES
        FROM information_schema.table_statistics GROUP BY TABLE_SCHEMA
        """,
        ["TABLE_SCHEMA"],
        ["schema"]);

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        if (!await AccountStatistics.IsOnAsync(sql, cancellation))
            return new SourceOutcome.Absent("the server counts nothing for each table: userstat is off");
        ColumnTable.Add(samples, await sql.QueryAsync(_query, cancellation), _labels, _numbers);
        return SourceOutcome.Ok;
    }
}
