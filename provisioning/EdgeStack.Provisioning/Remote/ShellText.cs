namespace EdgeStack.Provisioning.Remote;

/// <summary>Text from elsewhere as a word of a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>The text between single quotes, in which a shell changes nothing; a quote in it closes, is escaped and opens again.</summary>
    /// <exception cref="ArgumentException">It has a NUL, which no argument can hold.</exception>
    public static string Quote(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("a word of a shell cannot hold a NUL", nameof(text))
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Several words, with a blank between them.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
