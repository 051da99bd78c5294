namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>Names and texts inside a statement. The session has an empty <c>sql_mode</c>, so the backslash is always an escape.</summary>
internal static class SqlText
{
    /// <summary>As a text in single quotes.</summary>
    public static string Quote(string text) => $"'{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>As a name of a schema, table or column.</summary>
    public static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
