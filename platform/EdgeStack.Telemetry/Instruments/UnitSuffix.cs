using System.Collections.Frozen;

namespace EdgeStack.Telemetry.Instruments;

/// <summary>UCUM units as the words Prometheus names end with.</summary>
internal static class UnitSuffix
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["TiBy"] = "tibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["TBy"] = "terabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["%"] = "percent",
        ["1"] = "",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> RateWords = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
        ["w"] = "week",
        ["mo"] = "month",
        ["y"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Empty where the unit adds nothing, as <c>{request}</c> does.</summary>
    public static string For(string? unit, InstrumentKind kind)
    {
        string bare = WithoutAnnotations(unit ?? "");
        if (bare == "1")
            return kind is InstrumentKind.Gauge or InstrumentKind.ObservableGauge ? "ratio" : "";

        int slash = bare.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Words.GetValueOrDefault(bare, bare);

        string over = bare[..slash];
        string per = bare[(slash + 1)..];
        return per.Length == 0
            ? Words.GetValueOrDefault(over, over)
            : $"{Words.GetValueOrDefault(over, over)}_per_{RateWords.GetValueOrDefault(per, per)}".TrimStart('_');
    }

    private static string WithoutAnnotations(string unit)
    {
        int open = unit.IndexOf('{', StringComparison.Ordinal);
        int close = open < 0 ? -1 : unit.IndexOf('}', open);
        return close < 0 ? unit.Trim() : WithoutAnnotations(unit.Remove(open, close - open + 1));
    }
}
