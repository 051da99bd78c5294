// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace EdgeStack.Telemetry.Labels;

/// <summary>Finds a series by label values that are still on the stack.</summary>
internal sealed class LabelValuesComparer : IEqualityComparer<string[]>, IAlternateEqualityComparer<ReadOnlySpan<string>, string[]>
{
    // Of FNV-1a.
    private const uint Prime = 16_777_619;

    public static LabelValuesComparer Instance { get; } = new();

    public bool Equals(string[]? x, string[]? y) => x is null || y is null ? x == y : Equals(x.AsSpan(), y);

    public int GetHashCode([DisallowNull] string[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<string> alternate, string[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<string> alternate)
    {
        // Cheaper than the hash of texts that .NET has, and not safe from values that are chosen to collide: a family has a bounded number of series.
        uint hash = 0;
        foreach (string value in alternate)
        {
            foreach (char letter in value)
                hash = (hash ^ letter) * Prime;
            hash = BitOperations.RotateLeft(hash, 5);
        }

        return (int)(hash ^ (hash >> 15));
    }

    public string[] Create(ReadOnlySpan<string> alternate) => alternate.ToArray();
}
