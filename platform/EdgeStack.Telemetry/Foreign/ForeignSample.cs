using System.Globalization;

namespace EdgeStack.Telemetry.Foreign;

/// <summary>A sample of another program, known to be well-formed.</summary>
/// <param name="Name">Of the sample: a family's, or with <c>_bucket</c>, <c>_sum</c>, <c>_count</c> behind it.</param>
/// <param name="Series">Name and labels, as they stand in an exposition.</param>
/// <param name="Value">A number, as it stands in an exposition. A time behind it is dropped: we say what is true now.</param>
internal sealed record ForeignSample(string Name, string Series, string Value)
{
    private static readonly string[] NoFiniteNumbers = ["NaN", "+Inf", "-Inf", "Inf"];

    /// <summary>Reads a line; null when it is empty, a comment or wrong.</summary>
    public static ForeignSample? Read(string line)
    {
        int at = NameLength(line);
        if (at == 0)
            return null;
        string name = line[..at];
        if (at < line.Length && line[at] == '{' && !PassLabels(line, ref at))
            return null;
        return line[at..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var value, ..] words && words.Length <= 2 && at < line.Length && line[at] is ' ' or '\t' && IsNumber(value)
            ? new ForeignSample(name, Tidy(line[..at]), value)
            : null;
    }

    /// <summary>Whether a family can be called so.</summary>
    public static bool IsName(string text) => text.Length > 0 && NameLength(text) == text.Length;

    private static int NameLength(string text)
    {
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetter(text[length]) || text[length] is '_' or ':' || (length > 0 && char.IsAsciiDigit(text[length]))))
            length++;
        return length;
    }

    // The plain format lets a comma be last and braces be empty, OpenMetrics does not.
    private static string Tidy(string series) => series.EndsWith(",}", StringComparison.Ordinal) ? $"{series[..^2]}}}" : series.EndsWith("{}", StringComparison.Ordinal) ? series[..^2] : series;

    // From the opening brace to behind the closing one: name="value" between commas, one of which may be last.
    private static bool PassLabels(string line, ref int at)
    {
        at++;
        HashSet<string> names = new(StringComparer.Ordinal);
        while (at < line.Length && line[at] != '}')
        {
            int length = NameLength(line[at..]);
            if (length == 0 || line.AsSpan(at, length).Contains(':') || !names.Add(line.Substring(at, length)))
                return false;
            at += length;
            if (!line.AsSpan(at).StartsWith("=\"", StringComparison.Ordinal))
                return false;
            at += 2;
            if (!PassValue(line, ref at))
                return false;
            if (at < line.Length && line[at] == ',')
                at++;
            else if (at >= line.Length || line[at] != '}')
                return false;
        }

        return at++ < line.Length;
    }

    // To behind the closing quote.
    private static bool PassValue(string line, ref int at)
    {
        for (; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                at++;
                return true;
            }

            if (line[at] == '\\' && !(++at < line.Length && line[at] is '\\' or '"' or 'n'))
                return false;
        }

        return false;
    }

    private static bool IsNumber(string text) => NoFiniteNumbers.Contains(text)
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && text.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '.' or 'e' or 'E'));
}
