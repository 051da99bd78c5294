using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>A column whose number is a sample.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Family">What it becomes.</param>
/// <param name="Unit">What a number of 1 in the column is in the family's unit.</param>
/// <param name="Operation">The value of the family's last label, where several columns of a row are series of one family.</param>
internal sealed record ColumnFamily(string Column, Family Family, double Unit = 1, string? Operation = null);
