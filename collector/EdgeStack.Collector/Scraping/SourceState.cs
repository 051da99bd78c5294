using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>A source and what is known of it: one reference, swapped whole.</summary>
internal sealed class SourceState(IMetricSource source)
{
    private SourceSnapshot? _last;
    private long _failures;
    private long _problems;

    public IMetricSource Source => source;

    /// <summary>The last snapshot; null before the first reading has ended.</summary>
    public SourceSnapshot? Last => Volatile.Read(ref _last);

    /// <summary>Readings that failed since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Parts that could not be read, in all readings since the start.</summary>
    public long Problems => Volatile.Read(ref _problems);

    public ImmutableArray<FamilySamples> Families => Last?.Families ?? [];

    public void Publish(SourceSnapshot snapshot)
    {
        Volatile.Write(ref _last, snapshot);
        if (snapshot.Outcome is SourceOutcome.Failed)
            Interlocked.Increment(ref _failures);
        Interlocked.Add(ref _problems, snapshot.Problems.Length + snapshot.UntoldProblems);
    }
}
