using System.Globalization;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>Shares for people.</summary>
internal static class Percent
{
    /// <summary><c>4.2 %</c> of 0.0421.</summary>
    public static string Of(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");
}
