using System.Globalization;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>Times for people, in the unit in which they think of it.</summary>
internal static class Age
{
    private const double Hour = 3600, Day = 24 * Hour;

    /// <summary><c>3 days</c>, <c>27 hours</c>; less than nothing is nothing.</summary>
    public static string Of(double seconds) => Math.Max(seconds, 0) switch
    {
        >= 3 * Day => Count(seconds / Day, "day"),
        >= Hour => Count(seconds / Hour, "hour"),
        > 0 and var less => Count(less / 60, "minute"),
        _ => "0 minutes",
    };

    private static string Count(double amount, string unit) => Math.Floor(amount) is 1 ? $"1 {unit}" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(amount)} {unit}s");
}
