// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using System.Diagnostics.CodeAnalysis;

namespace EdgeStack.Telemetry.Labels;

/// <summary>Finds a series by label values that are still on the stack.</summary>
internal sealed class LabelValuesComparer : IEqualityComparer<string[]>, IAlternateEqualityComparer<ReadOnlySpan<string>, string[]>
{
    public static LabelValuesComparer Instance { get; } = new();

    public bool Equals(string[]? x, string[]? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public int GetHashCode([DisallowNull] string[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<string> alternate, string[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<string> alternate)
    {
        HashCode hash = default;
        foreach (string value in alternate)
            hash.Add(value.GetHashCode(StringComparison.Ordinal));
        return hash.ToHashCode();
    }

    public string[] Create(ReadOnlySpan<string> alternate) => alternate.ToArray();
}
