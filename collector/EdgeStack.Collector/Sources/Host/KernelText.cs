using System.Globalization;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>Taking apart what the kernel writes: lines of words, and numbers that have no sign, blank or point where it writes none.</summary>
internal static class KernelText
{
    /// <summary>The words of every line that has any.</summary>
    public static IEnumerable<string[]> Rows(string text) => text.Split('\n').Select(Words).Where(words => words.Length > 0);

    public static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A count of the kernel's, which has 64 bits at most.</summary>
    public static bool TryCount(ReadOnlySpan<char> word, out double count)
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
