using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>The series of one shape that a source has read lately. Finding one that is there allocates nothing.</summary>
internal sealed class SeriesOfShape(SeriesShape shape, ImmutableArray<KeyValuePair<string, string>> constants)
{
    // Less is not worth a walk.
    private const int Spare = 16, SpareBytes = 4 * 1024;

    private readonly Dictionary<string[], Series> _series = new(new LabelsComparer());

    public bool IsEmpty => _series.Count == 0;

    /// <summary>The series with these values of the shape's labels.</summary>
    public Series Of(ReadOnlySpan<string> values)
    {
        Dictionary<string[], Series>.AlternateLookup<ReadOnlySpan<string>> byValues = _series.GetAlternateLookup<ReadOnlySpan<string>>();
        if (!byValues.TryGetValue(values, out Series? series))
            byValues[values] = series = new Series(shape, [.. values], constants);
        return series;
    }

    /// <summary>Forgets series that are not among these, when they are many or long: pods and disks come and go.</summary>
    public void Forget(IReadOnlySet<Series> read)
    {
        int kept = 0;
        long keptBytes = 0, otherBytes = 0;
        foreach (Series series in _series.Values)
        {
            bool isKept = read.Contains(series);
            kept += isKept ? 1 : 0;
            keptBytes += isKept ? series.Text.Length : 0;
            otherBytes += isKept ? 0 : series.Text.Length;
        }

        if (kept > 0 && _series.Count <= (2 * kept) + Spare && otherBytes <= (keptBytes / 2) + SpareBytes)
            return;
        foreach ((string[] values, Series series) in _series)
        {
            if (!read.Contains(series))
                _series.Remove(values);
        }
    }

    private sealed class LabelsComparer : IEqualityComparer<string[]>, IAlternateEqualityComparer<ReadOnlySpan<string>, string[]>
    {
        public string[] Create(ReadOnlySpan<string> alternate) => alternate.ToArray();

        public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<string> alternate, string[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(string[] obj) => GetHashCode((ReadOnlySpan<string>)obj);

        public int GetHashCode(ReadOnlySpan<string> alternate)
        {
            HashCode hash = default;
            foreach (string value in alternate)
                hash.Add(value, StringComparer.Ordinal);
            return hash.ToHashCode();
        }
    }
}
