using System.Globalization;

namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>A row of an answer; the default one, of an answer without rows, holds NULL everywhere.</summary>
internal readonly struct SqlRow(SqlTable table, string?[]? values)
{
    /// <summary>The value at a place; null when it is NULL or there is no such place.</summary>
    public string? this[int column] => values is not null && column >= 0 && column < values.Length ? values[column] : null;

    /// <summary>The value of a column; null when it is NULL or this server has no such column.</summary>
    public string? Text(string column) => this[IndexOf(column)];

    /// <summary>The number in a column; null when it is NULL, not there, or not a number.</summary>
    public double? Number(string column) => NumberAt(IndexOf(column));

    /// <inheritdoc cref="Number(string)"/>
    public double? NumberAt(int column) =>
        double.TryParse(this[column], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) ? number : null;

    private int IndexOf(string column) => table?.IndexOf(column) ?? -1;
}
