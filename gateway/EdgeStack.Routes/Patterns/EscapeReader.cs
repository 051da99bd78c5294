using System.Globalization;

namespace EdgeStack.Routes.Patterns;

/// <summary>Reads escapes that stand for one code point, inside and outside of classes: <c>\n \123 \x7F \x{1F600} \.</c></summary>
internal static class EscapeReader
{
    /// <summary>The code point, or null when a problem was added. The cursor stands on the backslash.</summary>
    public static int? Read(PatternCursor cursor)
    {
        int start = cursor.At++;
        if (cursor.AtEnd)
        {
            cursor.Fail(start, "the pattern ends with a single backslash", @"write \\ for the character");
            return null;
        }

        char first = cursor.Peek();
        int? simple = first switch { 'a' => '\a', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => null };
        if (simple is null && char.IsAscii(first) && !char.IsAsciiLetterOrDigit(first))
            simple = first;
        if (simple is not null)
        {
            cursor.At++;
            return simple;
        }

        return first switch
        {
            'x' => Hexadecimal(cursor, start),
            '0' => Octal(cursor),
            >= '1' and <= '7' when cursor.Peek(1) is >= '0' and <= '7' => Octal(cursor),
            _ => Unknown(cursor, start),
        };
    }

    private static int Octal(PatternCursor cursor)
    {
        int value = 0;
        for (int digits = 0; digits < 3 && cursor.Peek() is >= '0' and <= '7'; digits++)
            value = (value * 8) + cursor.Text[cursor.At++] - '0';
        return value;
    }

    private static int? Hexadecimal(PatternCursor cursor, int start)
    {
        cursor.At++;
        bool braces = cursor.Take('{');
        int from = cursor.At;
        int value = 0;
        while (char.IsAsciiHexDigit(cursor.Peek()) && value <= RuneSet.MaxRune && (braces || cursor.At < from + 2))
            value = (value * 16) + int.Parse(cursor.Text.AsSpan(cursor.At++, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        bool complete = braces ? cursor.At > from && value <= RuneSet.MaxRune && cursor.Take('}') : cursor.At == from + 2;
        if (!complete)
        {
            cursor.Fail(
                start,
                $"'{cursor.Shown(start)}' is not a code point: \\x takes two hexadecimal digits, or up to 10FFFF in braces",
                @"for example \x7F or \x{1F600}");
            return null;
        }

        if (value is < 0xD800 or > 0xDFFF)
            return value;
        cursor.Fail(start, $"'{cursor.Shown(start)}' is half of a surrogate pair, which is no character", "write the whole code point");
        return null;
    }

    private static int? Unknown(PatternCursor cursor, int start)
    {
        char letter = cursor.Peek();
        cursor.NextRune();
        string shown = cursor.Shown(start);
        (string message, string? fix) = letter switch
        {
            >= '1' and <= '9' => ($"'{shown}' refers back to a group, which Go cannot do", null),
            'k' or 'g' => ($"'{shown}' refers back to a group, which Go cannot do", null),
            'Z' => (@"'\Z' is not known to Go", @"write \z"),
            'G' or 'K' or 'R' or 'X' or 'C' => ($"'{shown}' is not known to Go", null),
            'h' => (@"'\h' is not known to Go", @"write [ \t]"),
            'e' => (@"'\e' is not known to Go", @"write \x1B"),
            'u' or 'U' => ($"'{shown}' is not known to Go", @"write \x{…} with the code point in hexadecimal"),
            'b' or 'B' => ($"'{shown}' has no meaning in a class", @"write \x08 for the backspace character"),
            _ => ($"'{shown}' is not an escape that Go knows", $"write {shown[1..]} for the character"),
        };
        cursor.Fail(start, message, fix);
        return null;
    }
}
