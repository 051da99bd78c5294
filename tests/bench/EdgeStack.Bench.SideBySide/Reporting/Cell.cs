using EdgeStack.Bench.SideBySide.Measuring;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>Figures as tables show them.</summary>
internal static class Cell
{
    /// <summary>In the place of a figure that was asked for.</summary>
    public const string NotMeasured = "not measured";

    private const double Mebibyte = 1024 * 1024;

    /// <summary>1.08 (1.05–1.11).</summary>
    public static string Ratio(Spread? ratio) => ratio is not { } spread ? "–" : $"{spread.Median:0.00} ({spread.Least:0.00}–{spread.Most:0.00})";

    /// <summary>What is to stand behind a figure of fewer rounds than were asked for: <c> (1 of 3 rounds)</c>.</summary>
    public static string Missing(int rounds, int of) => rounds < of ? $" ({rounds} of {of} rounds)" : "";

    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds switch
    {
        < 10 => $"{time.TotalMilliseconds:0.00} ms",
        < 100 => $"{time.TotalMilliseconds:0.0} ms",
        _ => $"{time.TotalMilliseconds:#,0} ms",
    };

    public static string Mebibytes(double bytes) => $"{bytes / Mebibyte:0}";

    public static TimeSpan MedianTime(this IEnumerable<Figures> rounds, Func<Figures, TimeSpan> time) => TimeSpan.FromTicks((long)rounds.Median(figures => time(figures).Ticks));

    public static double Median(this IEnumerable<Figures> rounds, Func<Figures, double> figure) => Spread.Of(rounds.Select(figure)).Median;
}
