namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>Text from elsewhere in a statement, for a session with an empty <c>sql_mode</c> in utf8mb4 (<see cref="SqlScript"/> sees to both).</summary>
internal static class SqlText
{
    /// <summary>A text between quotes.</summary>
    /// <exception cref="ArgumentException">It has a NUL: clients end a statement there.</exception>
    public static string Literal(string text) => $"'{Without0(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name between backquotes.</summary>
    /// <exception cref="ArgumentException">It has a NUL, which no name can have.</exception>
    public static string Name(string text) => $"`{Without0(text).Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>
    /// A database as GRANT takes it, which reads a pattern there: without a backslash the <c>_</c> of <c>lil_linko</c> would let a user into <c>lilxlinko</c> too.
    /// </summary>
    public static string Database(string name) => $"{Name(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal))}.*";

    /// <summary>'name'@'host'.</summary>
    public static string Account(string name, string host) => $"{Literal(name)}@{Literal(host)}";

    private static string Without0(string text) => text.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("a statement cannot hold a NUL", nameof(text)) : text;
}
