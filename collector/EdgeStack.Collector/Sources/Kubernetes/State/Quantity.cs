using System.Buffers;
using System.Globalization;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Kubernetes' numbers with units: <c>250m</c>, <c>1.5Gi</c>, <c>12e6</c>.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/</remarks>
internal static class Quantity
{
    private const int LongestExponent = 2;

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("+-.0123456789");

    private static readonly (string Suffix, decimal Factor)[] Units =
    [
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50), ("Ei", 1L << 60),
    ];

    /// <summary>In whole thousandths, rounded up, as kube-state-metrics shows processors; null when it is none.</summary>
    public static double? Thousandths(string text) => Parse(text) is { } value ? (double)(Math.Ceiling(value * 1000) / 1000) : null;

    /// <summary>Rounded up to a whole number, as bytes and counts are shown; null when it is none.</summary>
    public static double? Whole(string text) => Parse(text) is { } value ? (double)Math.Ceiling(value) : null;

    private static decimal? Parse(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExcept(NumberLetters);
        ReadOnlySpan<char> number = digits < 0 ? text : text.AsSpan(0, digits), suffix = digits < 0 ? "" : text.AsSpan(digits);
        if (Factor(suffix) is not { } factor || !decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
            return null;
        // The API server does not keep what is above 2^63.
        const decimal Largest = long.MaxValue;
        return Math.Abs(value) <= Largest / Math.Max(factor, 1) ? value * factor : null;
    }

    private static decimal? Factor(ReadOnlySpan<char> suffix)
    {
        if (suffix.IsEmpty)
            return 1;
        foreach ((string unit, decimal factor) in Units)
        {
            if (suffix.SequenceEqual(unit))
                return factor;
        }

        bool isExponent = suffix[0] is 'e' or 'E' && suffix.Length - 1 <= LongestExponent + 1;
        if (!isExponent || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs(exponent) > 18)
            return null;
        decimal power = 1;
        for (int i = 0; i < Math.Abs(exponent); i++)
            power *= 10;
        return exponent < 0 ? 1 / power : power;
    }
}
