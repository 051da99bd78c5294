// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EdgeStack.Telemetry.Labels;

internal static class LabelText
{
    // Status codes and other small numbers arrive as integers; their texts must not be made anew for each measurement.
    private static readonly ImmutableArray<string> SmallNumbers =
        [.. Enumerable.Range(0, 1000).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static string Of(object? value) => value switch
    {
        string text => text,
        null => "",
        bool flag => flag ? "true" : "false",
        int and >= 0 and < 1000 => SmallNumbers[(int)value],
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>
    /// The text as it will stand in the exposition: surrogates without their partner become U+FFFD. Two different broken texts are
    /// thus one label value, and one series rather than a duplicate.
    /// </summary>
    public static string WellFormed(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
