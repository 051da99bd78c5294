using System.Buffers;
using System.Globalization;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Taking apart what the kernel writes: lines of words, and numbers that have no sign, blank or point where it writes none.</summary>
internal static class KernelText
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\v\f"u8);

    /// <summary>The words of every line that has any.</summary>
    public static IEnumerable<string[]> Rows(string text) => text.Split('\n').Select(Words).Where(words => words.Length > 0);

    public static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The text without blanks, line breaks and zero bytes at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\n\r\0"u8);

    /// <summary>The next line of a text, which becomes what is behind it; false when there is none. Without its end.</summary>
    public static bool TryLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        int end = text.IndexOf((byte)'\n');
        line = end < 0 ? text : text[..end];
        bool isThere = text.Length > 0;
        text = end < 0 ? [] : text[(end + 1)..];
        return isThere;
    }

    /// <summary>The next word of a line, which becomes what is behind it; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> line)
    {
        int begin = line.IndexOfAnyExcept(Blanks);
        if (begin < 0)
        {
            line = [];
            return [];
        }

        ReadOnlySpan<byte> rest = line[begin..];
        int end = rest.IndexOfAny(Blanks);
        line = end < 0 ? [] : rest[end..];
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>A count of the kernel's, which has 64 bits at most.</summary>
    public static bool TryCount(ReadOnlySpan<char> word, out double count)
    {
        bool isCount = ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        count = number;
        return isCount;
    }

    /// <summary>The same of bytes.</summary>
    public static bool TryCount(ReadOnlySpan<byte> word, out double count)
    {
        bool isCount = ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        count = number;
        return isCount;
    }

    /// <summary>A count that is written in hexadecimal digits.</summary>
    public static bool TryHex(ReadOnlySpan<char> word, out double count)
    {
        bool isCount = ulong.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number);
        count = number;
        return isCount;
    }

    /// <summary>A whole number that may be negative.</summary>
    public static bool TryWhole(ReadOnlySpan<char> word, out double number)
    {
        bool isWhole = long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
        number = whole;
        return isWhole;
    }

    /// <summary>The same of bytes.</summary>
    public static bool TryWhole(ReadOnlySpan<byte> word, out double number)
    {
        bool isWhole = long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
        number = whole;
        return isWhole;
    }

    /// <summary>The numbers of a list as the kernel writes sets: <c>0-2,5</c>; null when it is none, or names more than any machine has.</summary>
    public static IReadOnlyList<int>? Set(string list)
    {
        const int Most = 8192;
        List<int> numbers = [];
        foreach (string part in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) || last < first || last >= Most)
            {
                return null;
            }

            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return numbers.Count <= Most ? numbers : null;
    }
}
