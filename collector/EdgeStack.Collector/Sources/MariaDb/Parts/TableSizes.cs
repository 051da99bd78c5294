using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>
/// How large tables are. The server opens each table for it, which is slow when there are thousands and waits for those that are being altered: the session's
/// <c>lock_wait_timeout</c> bounds that, and a table that could not be opened has no samples.
/// </summary>
/// <param name="most">Tables that have series of their own, the largest of a schema; the schema's sums count all.</param>
internal sealed class TableSizes(int most) : IMariaDbPart
{
    private const string Prefix = "mysql_info_schema_table_", Without = "NONE";

    private static readonly (string Column, string Component)[] Components = [("DATA_LENGTH", "data_length"), ("INDEX_LENGTH", "index_length"), ("DATA_FREE", "data_free")];

    private static readonly Family Versions = Family.Gauge(Prefix + "version", "Version of the form in which a table is kept.", "schema", "table", "type", "engine", "row_format", "create_options");
    private static readonly Family RowCounts = Family.Gauge(Prefix + "rows", "Rows of a table, as the server estimates them.", "schema", "table");
    private static readonly Family Sizes = Family.Gauge(Prefix + "size", "Size of a table in bytes, by part.", "schema", "table", "component");
    private static readonly Family SchemaSizes = Family.Gauge("edgestack_mariadb_schema_size_bytes", "Size of all tables of a schema, by part.", "schema", "component");

    public string Name => "info_schema.tables";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable schemas = await sql.QueryAsync(
            "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'performance_schema', 'information_schema', 'sys')", cancellation);
        // A schema at a time: each has the whole time limit, and others' queries get their turn between.
        foreach (string schema in schemas.Rows.Select(row => row[0] ?? ""))
        {
            SqlTable tables = await sql.QueryAsync(
                $"SELECT * FROM information_schema.tables WHERE table_schema = {SqlText.Quote(schema)} AND table_type <> 'VIEW' ORDER BY data_length + index_length DESC", cancellation);
            SqlRow[] rows = [.. tables.Rows];
            foreach ((string column, string component) in Components)
                samples.Add(SchemaSizes, rows.Sum(row => row.Number(column) ?? 0), schema, component);
            foreach (SqlRow row in rows.Take(most))
                Add(samples, row, schema, row.Text("TABLE_NAME") ?? "");
        }

        return SourceOutcome.Ok;
    }

    private static void Add(SampleWriter samples, SqlRow row, string schema, string table)
    {
        if (row.Text("ENGINE") is null)
            samples.Report($"collect.info_schema.tables: {schema}.{table} could not be opened");
        if (row.Number("VERSION") is { } version)
        {
            samples.Add(
                Versions, version, schema, table, row.Text("TABLE_TYPE") ?? "", row.Text("ENGINE") ?? Without, row.Text("ROW_FORMAT") ?? Without, row.Text("CREATE_OPTIONS") ?? Without);
        }

        if (row.Number("TABLE_ROWS") is { } count)
            samples.Add(RowCounts, count, schema, table);
        foreach ((string column, string component) in Components)
        {
            if (row.Number(column) is { } size)
                samples.Add(Sizes, size, schema, table, component);
        }
    }
}
