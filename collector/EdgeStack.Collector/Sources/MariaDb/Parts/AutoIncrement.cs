using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>How far columns that number themselves are, and how far they can go: a table whose numbers are used up takes no row any more.</summary>
internal sealed class AutoIncrement : IMariaDbPart
{
    private const string Prefix = "mysql_info_schema_auto_increment_column";

    private const string Query = """
        SELECT c.table_schema, c.table_name, c.column_name, t.auto_increment, c.data_type, c.column_type
        FROM information_schema.columns AS c JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.extra LIKE '%auto_increment%' AND t.auto_increment IS NOT NULL
        """;

    private static readonly Family Next = Family.Gauge(Prefix, "The number that the next row gets.", "schema", "table", "column");
    private static readonly Family Largest = Family.Gauge(Prefix + "_max", "The largest number that the column can hold.", "schema", "table", "column");

    public string Name => "auto_increment.columns";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable columns = await sql.QueryAsync(Query, cancellation);
        foreach (SqlRow row in columns.Rows)
        {
            string[] labels = [row[0] ?? "", row[1] ?? "", row[2] ?? ""];
            if (row.NumberAt(3) is { } next)
                samples.Add(Next, next, labels);
            if (Most(row[4] ?? "", row[5] ?? "") is { } most)
                samples.Add(Largest, most, labels);
        }

        return SourceOutcome.Ok;
    }

    private static double? Most(string type, string wholeType)
    {
        int? bits = type.ToLowerInvariant() switch { "tinyint" => 7, "smallint" => 15, "mediumint" => 23, "int" => 31, "bigint" => 63, _ => null };
        return bits is { } known ? Math.Pow(2, wholeType.Contains(" unsigned", StringComparison.OrdinalIgnoreCase) ? known + 1 : known) - 1 : null;
    }
}
