using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>How the value of a label stands in an exposition.</summary>
internal static class LabelValue
{
    /// <summary>Appends it with the format's three escapes. A zero byte, which some readers end at, and halves of surrogate pairs become U+FFFD.</summary>
    public static void Append(StringBuilder text, string value)
    {
        foreach (Rune letter in value.EnumerateRunes())
        {
            _ = letter.Value switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                0 => text.Append('\uFFFD'),
                _ => text.Append(letter.ToString()),
            };
        }
    }
}
