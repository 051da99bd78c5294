using System.Globalization;
using System.Text;

namespace EdgeStack.Provisioning.Rendering;

/// <summary>
/// Makes text from elsewhere harmless for a terminal: a path with an escape sequence in it must not move the cursor, recolour the
/// screen or, with direction marks, show something else than it says.
/// </summary>
internal static class Printable
{
    /// <summary>Every control, format, separator or broken character becomes <c>\xNN</c> or <c>\u{NNNN}</c>.</summary>
    public static string Text(string text)
    {
        if (!text.EnumerateRunes().Any(IsHarmful))
            return text;
        StringBuilder harmless = new(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsHarmful(rune))
                harmless.Append(rune.ToString());
            else if (rune.Value <= 0xFF)
                harmless.Append($"\\x{rune.Value:x2}");
            else
                harmless.Append($"\\u{{{rune.Value:x}}}");
        }

        return harmless.ToString();
    }

    // EnumerateRunes turns lone surrogates into U+FFFD, which is harmless.
    private static bool IsHarmful(Rune rune) => rune.Value != '\t' && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned;
}
