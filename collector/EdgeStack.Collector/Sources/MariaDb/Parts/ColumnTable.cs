using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>
/// A table of information_schema whose rows are told apart by some columns and whose other columns are numbers. Columns that this version of the server does not have are left out.
/// </summary>
internal sealed class ColumnTable(string name, string query, string[] labels, params ColumnFamily[] numbers) : IMariaDbPart
{
    public string Name => name;

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable table = await sql.QueryAsync(query, cancellation);
        Add(samples, table, labels, numbers);
        return SourceOutcome.Ok;
    }

    /// <summary>Adds the samples of every row.</summary>
    public static void Add(SampleWriter samples, SqlTable table, string[] labels, IEnumerable<ColumnFamily> numbers)
    {
        ColumnFamily[] there = [.. numbers.Where(number => table.IndexOf(number.Column) >= 0)];
        foreach (SqlRow row in table.Rows)
        {
            string[] values = [.. labels.Select(label => row.Text(label) ?? "")];
            foreach (ColumnFamily number in there)
            {
                if (row.Number(number.Column) is { } value)
                    samples.Add(number.Family, value * number.Unit, number.Operation is { } operation ? [.. values, operation] : values);
            }
        }
    }
}
