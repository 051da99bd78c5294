using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeStack.Hosting.Log;

/// <summary>
/// Text of visitors in a line of a log. Beside what ends a line or a field, whatever moves a terminal's cursor, turns the direction of
/// writing or hides characters is written as an escape.
/// </summary>
public static class LogText
{
    // Quotes and control characters are escaped whatever the encoder; the relaxed one keeps letters of all languages readable.
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // DEL and the second set of controls; soft hyphen; Hangul fillers; Arabic letter mark; zero width and direction marks; line and paragraph separators, embeddings
    // and overrides; invisible operators and isolates; byte order mark.
    private static readonly char[] Misleading =
        [.. Span('\u007f', '\u009f'), '\u00ad', '\u115f', '\u1160', '\u3164', '\uffa0', '\u061c', .. Span('\u200b', '\u200f'), .. Span('\u2028', '\u202e'), .. Span('\u2060', '\u206f'), '\ufeff'];

    // Beyond the first plane, where JSON escapes everything anyway, by the first halves of their pairs: joiners of hieroglyphs, of shorthand and of notes; tags and what is reserved beside them, selectors
    // of variants included. The former share their halves with visible ones.
    private static readonly char[] Halves = ['\ud80d', '\ud82f', '\ud834', .. Span('\udb40', '\udb43')];

    private static readonly SearchValues<char> Treacherous = SearchValues.Create(Misleading);

    // Nearly every text is made of these, which mean themselves in JSON.
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Span(' ', '~').Except(['"', '\\'])]);

    private static readonly SearchValues<char> NotInLine = SearchValues.Create([.. Span('\u0000', '\u001f'), .. Misleading, .. Halves]);

    private static readonly SearchValues<char> NotInQuotes = SearchValues.Create([.. Span('\u0000', '\u001f'), '"', '\\', .. Misleading, .. Halves]);

    /// <summary>A string property.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!value.AsSpan().ContainsAny(Treacherous))
        {
            json.WriteString(name, value);
            return;
        }

        json.WritePropertyName(name);
        json.WriteRawValue($"\"{Escaped(value)}\"", skipInputValidation: true);
    }

    /// <summary>The text as it stands between the quotes of a JSON string.</summary>
    public static string Json(string value) =>
        !value.AsSpan().ContainsAnyExcept(Plain) ? value
        : value.AsSpan().ContainsAny(Treacherous) ? Escaped(value)
        : JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);

    /// <summary>The inside of a field in double quotes, as nginx and Apache escape it: <c>\"</c>, <c>\\</c>, <c>\x0a</c>; above ASCII <c>\u202e</c>.</summary>
    public static StringBuilder AppendQuotable(this StringBuilder line, ReadOnlySpan<char> text, bool escapeBlank = false)
    {
        ArgumentNullException.ThrowIfNull(line);
        while (true)
        {
            int at = escapeBlank ? IndexOfUnquotable(text) : IndexOf(text, NotInQuotes);
            if (at < 0)
                return line.Append(text);
            line.Append(text[..at]);
            char c = text[at];
            line = c is '"' or '\\' ? line.Append('\\').Append(c)
                : c < 0x80 ? line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}")
                : line.AppendEscaped(text.Slice(at, LengthAt(text, at)));
            text = text[(at + LengthAt(text, at))..];
        }
    }

    /// <summary>The text with a blank in the place of all that, for a line that nothing reads but people.</summary>
    public static string OneLine(string text) => IndexOf(text, NotInLine) < 0 ? text : string.Create(text.Length, text, static (line, source) =>
    {
        source.CopyTo(line);
        while (IndexOf(line, NotInLine) is >= 0 and var at)
        {
            line.Slice(at, LengthAt(line, at)).Fill(' ');
            line = line[at..];
        }
    });

    private static int IndexOfUnquotable(ReadOnlySpan<char> text)
    {
        int blank = text.IndexOf(' '), other = IndexOf(text, NotInQuotes);
        return blank < 0 ? other : other < 0 ? blank : Math.Min(blank, other);
    }

    private static string Escaped(string value)
    {
        StringBuilder json = new(value.Length + 16);
        ReadOnlySpan<char> rest = value;
        while (rest.IndexOfAny(Treacherous) is >= 0 and var at)
        {
            json.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(rest[..at].ToString()));
            json.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[at]:x4}");
            rest = rest[(at + 1)..];
        }

        return json.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(rest.ToString())).ToString();
    }

    private static StringBuilder AppendEscaped(this StringBuilder line, ReadOnlySpan<char> units)
    {
        foreach (char unit in units)
            line.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        return line;
    }

    private static int IndexOf(ReadOnlySpan<char> text, SearchValues<char> sought)
    {
        int from = 0;
        while (text[from..].IndexOfAny(sought) is >= 0 and var at)
        {
            if (!char.IsHighSurrogate(text[from + at]) || IsInvisible(text[(from + at)..]))
                return from + at;
            from += at + 1;
        }

        return -1;
    }

    // Of a pair that IndexOf has found, both halves.
    private static int LengthAt(ReadOnlySpan<char> text, int at) => char.IsHighSurrogate(text[at]) ? 2 : 1;

    private static bool IsInvisible(ReadOnlySpan<char> pair) => Rune.DecodeFromUtf16(pair, out Rune rune, out _) == OperationStatus.Done
        && rune.Value is (>= 0x13430 and <= 0x1343f) or (>= 0x1bca0 and <= 0x1bca3) or (>= 0x1d173 and <= 0x1d17a) or (>= 0xe0000 and <= 0xe0fff);

    private static IEnumerable<char> Span(char first, char last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
