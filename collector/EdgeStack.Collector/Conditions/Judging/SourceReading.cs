using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>What a source said last, as it counts now.</summary>
/// <param name="source">Which one.</param>
/// <param name="last">Null before the first reading has ended.</param>
/// <param name="now">The time.</param>
internal sealed class SourceReading(IMetricSource source, SourceSnapshot? last, DateTimeOffset now)
{
    private const int FreshPeriods = 3;

    public IMetricSource Source => source;

    /// <summary>Why it could not be read; null when it could, or has not been tried.</summary>
    public string? Fault => (last?.Outcome as SourceOutcome.Failed)?.Why;

    public bool IsKnown => last is not null;

    /// <summary>
    /// Whether nothing came for three periods after it had ended, or for longer than the next one may take. A reading from the future is stale, too: the clock was put back since.
    /// </summary>
    public bool IsStale => last is not null && (now - (last.TakenAt + last.Took) is var age && (age < TimeSpan.Zero || age > Longest));

    /// <summary>Whether its samples say how things are.</summary>
    public bool IsFresh => IsKnown && Fault is null && !IsStale;

    // A reading of many hosts may take minutes, and what was said before counts until it ends.
    private TimeSpan Longest => source.Every + source.Timeout is var next && next > source.Every * FreshPeriods ? next : source.Every * FreshPeriods;

    /// <summary>The subject of a finding about a part of what it speaks of.</summary>
    public string Subject(string part = "") => source.About.Length == 0 ? part : part.Length == 0 ? source.About : $"{source.About}: {part}";

    /// <summary>Samples of the family that are numbers, when it is fresh.</summary>
    public IReadOnlyList<MeasuredValue> Values(string family) => IsFresh && Said(family) is { } values ? values : [];

    /// <summary>The same of a reading that failed but is not old: of a source whose samples say why.</summary>
    public IReadOnlyList<MeasuredValue> ValuesThoughFailed(string family) => IsKnown && !IsStale && Said(family) is { } values ? values : [];

    /// <summary>The value of a family that has one series; null when there is none, or it is not known.</summary>
    public double? Value(string family) => Values(family) is [var first, ..] ? first.Value : null;

    // Null when it has no such family. Asked by every condition of every source, and most have no such family: hence no query, which costs more than what it finds.
    private List<MeasuredValue>? Said(string family)
    {
        List<MeasuredValue>? values = null;
        foreach (FamilySamples samples in last!.Families)
        {
            if (samples.Family.Name != family)
                continue;
            values ??= new List<MeasuredValue>(samples.Samples.Length);
            foreach (Sample sample in samples.Samples)
            {
                if (double.IsFinite(sample.Value))
                    values.Add(new MeasuredValue(this, sample));
            }
        }

        return values;
    }
}
