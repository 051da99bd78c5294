namespace EdgeStack.Routes.Patterns;

/// <summary>The pattern, how far it is read, and what was found wrong. Every reader of a part moves the same cursor.</summary>
internal sealed class PatternCursor(string text)
{
    private readonly List<PatternProblem> _problems = [];

    public string Text => text;

    public int At { get; set; }

    public bool AtEnd => At >= text.Length;

    public IReadOnlyList<PatternProblem> Problems => _problems;

    /// <summary>The unit at this distance, or NUL beyond the end; NUL in a pattern is a literal and takes part in no syntax.</summary>
    public char Peek(int ahead = 0) => At + ahead < text.Length ? text[At + ahead] : '\0';

    public bool StartsWith(string expected) => text.AsSpan(At).StartsWith(expected, StringComparison.Ordinal);

    public bool Take(char expected)
    {
        if (AtEnd || text[At] != expected)
            return false;
        At++;
        return true;
    }

    /// <summary>The next code point. The text is well-formed and not at its end.</summary>
    public int NextRune()
    {
        int rune = char.ConvertToUtf32(text, At);
        At += rune > char.MaxValue ? 2 : 1;
        return rune;
    }

    /// <summary>What is written from <paramref name="start"/> up to here, shortened for a message.</summary>
    public string Shown(int start)
    {
        int end = Math.Min(Math.Min(At, text.Length), start + 24);
        string shown = string.Concat(text[start..end].Select(c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
        return end < At ? shown + "…" : shown;
    }

    /// <summary>A part that is right in Go but cannot be kept exactly: reading goes on, to find the rest.</summary>
    public void Refuse(int index, string message, string? fix) => _problems.Add(new PatternProblem(index, message, fix));

    /// <summary>A mistake after which nothing can be read with sense.</summary>
    public void Fail(int index, string message, string? fix)
    {
        Refuse(index, message, fix);
        At = text.Length;
    }
}
