using System.Collections.Immutable;

namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>What a query answered. Every value is text, as the server writes it; null is NULL.</summary>
internal sealed class SqlTable(ImmutableArray<string> columns, IReadOnlyList<string?[]> rows)
{
    public ImmutableArray<string> Columns => columns;

    public IEnumerable<SqlRow> Rows => rows.Select(values => new SqlRow(this, values));

    public bool IsEmpty => rows.Count == 0;

    /// <summary>The place of a column, whatever the case of its name; -1 when this server has none of that name.</summary>
    public int IndexOf(string column)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Equals(column, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
