namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>Holds our page against that of another exporter, which was scraped before and after ours was read.</summary>
internal static class Comparison
{
    // Seconds from nanoseconds: the last digits depend on how one divides.
    private const double Rounding = 1e-9;

    /// <summary>
    /// What differs and how, by series or family: one that only one side has, a family of another type, a value that is not between theirs of before and of after.
    /// </summary>
    /// <param name="before">Theirs.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="after">Theirs again.</param>
    /// <param name="tolerances">How far a series may lie outside.</param>
    public static Dictionary<string, string> Differences(Scrape before, Scrape ours, Scrape after, IReadOnlyList<Tolerance> tolerances)
    {
        Dictionary<string, string> differences = [];
        foreach ((string series, double value) in ours.Values)
        {
            if (!before.Values.TryGetValue(series, out double first) | !after.Values.TryGetValue(series, out double last))
                differences.TryAdd(series, before.Values.ContainsKey(series) || after.Values.ContainsKey(series) ? $"came or went: {value}" : $"only ours: {value}");
            else if (!IsBetween(first, value, last, tolerances.FirstOrDefault(tolerance => Pattern.Matches(tolerance.Series, series))?.By ?? 0))
                differences.TryAdd(series, $"theirs {first} and {last}, ours {value}");
        }

        foreach ((string series, double value) in before.Values.Where(value => after.Values.ContainsKey(value.Key) && !ours.Values.ContainsKey(value.Key)))
            differences.TryAdd(series, $"only theirs: {value}");
        foreach ((string family, string kind) in ours.Kinds)
        {
            if (before.Kinds.TryGetValue(family, out string? theirs) && theirs != kind)
                differences.TryAdd(family + " (type)", $"theirs {theirs}, ours {kind}");
        }

        return differences;
    }

    private static bool IsBetween(double first, double value, double last, double by)
    {
        if (double.IsNaN(value))
            return double.IsNaN(first) || double.IsNaN(last);
        double slack = by + (Rounding * Math.Abs(value));
        return value >= Math.Min(first, last) - slack && value <= Math.Max(first, last) + slack;
    }
}
