using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>Names of hosts as Ansible writes many at once: <c>web[01:03]</c>, <c>db-[a:c]</c>, <c>rack[1:2]-[0:10:5]</c>.</summary>
internal static partial class HostPattern
{
    /// <summary>More than anybody has at home is a slip of the pen.</summary>
    public const int Most = 1000;

    /// <summary>The names, in order; null when the pattern is none, or means more than <see cref="Most"/>.</summary>
    public static IReadOnlyList<string>? Expand(string pattern)
    {
        List<string> names = [""];
        int at = 0;
        foreach (Match range in Range().Matches(pattern))
        {
            if (Between(range) is not { } values || names.Count * values.Count > Most)
                return null;
            string before = pattern[at..range.Index];
            names = [.. names.SelectMany(_ => values, (name, value) => name + before + value)];
            at = range.Index + range.Length;
        }

        string rest = pattern[at..];
        return rest.Contains('[', StringComparison.Ordinal) || rest.Contains(']', StringComparison.Ordinal) ? null : [.. names.Select(name => name + rest)];
    }

    private static List<string>? Between(Match range)
    {
        string first = range.Groups["first"].Value, last = range.Groups["last"].Value;
        int step = range.Groups["step"].Success && int.TryParse(range.Groups["step"].Value, CultureInfo.InvariantCulture, out int written) ? written : 1;
        bool areLetters = first is [>= 'A' and <= 'z'] && last is [>= 'A' and <= 'z'];
        int from = 0, to = 0;
        if (areLetters)
            (from, to) = (first[0], last[0]);
        else if (!int.TryParse(first.Length == 0 ? "0" : first, CultureInfo.InvariantCulture, out from) || !int.TryParse(last, CultureInfo.InvariantCulture, out to))
            return null;
        if (step < 1 || to < from || (to - from) / step >= Most)
            return null;
        // Leading zeros of the first are how wide all are.
        string width = first is ['0', _, ..] ? $"D{first.Length}" : "D";
        List<string> values = [];
        for (int value = from; value <= to; value += step)
            values.Add(areLetters ? ((char)value).ToString() : value.ToString(width, CultureInfo.InvariantCulture));
        return values;
    }

    [GeneratedRegex(@"\[(?<first>[A-Za-z]|[0-9]*):(?<last>[A-Za-z]|[0-9]+)(:(?<step>[0-9]+))?\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Range();
}
