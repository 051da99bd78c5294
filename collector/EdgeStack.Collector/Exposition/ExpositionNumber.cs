using System.Buffers;
using System.Globalization;
using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>Numbers as expositions write them.</summary>
internal static class ExpositionNumber
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("0123456789+-.eE"u8);
    private static readonly string[] Infinite = ["inf", "infinity"];

    /// <summary>A decimal number, <c>NaN</c> or an infinity in any case; null for everything else, and for a number that no double can be.</summary>
    public static double? Read(ReadOnlySpan<byte> word)
    {
        if (ReadFinite(word) is { } number)
            return number;
        if (Ascii.EqualsIgnoreCase(word, "nan"))
            return double.NaN;
        bool negative = word.StartsWith("-"u8);
        ReadOnlySpan<byte> unsigned = negative || word.StartsWith("+"u8) ? word[1..] : word;
        foreach (string name in Infinite)
        {
            if (Ascii.EqualsIgnoreCase(unsigned, name))
                return negative ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return null;
    }

    /// <summary>A decimal number; null for everything else.</summary>
    public static double? ReadFinite(ReadOnlySpan<byte> word)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return !word.ContainsAnyExcept(Letters) && double.TryParse(word, Style, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
    }
}
