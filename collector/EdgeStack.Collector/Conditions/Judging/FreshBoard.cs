using System.Collections.Immutable;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>What all sources say at one moment, without what is too old to count.</summary>
internal sealed class FreshBoard
{
    private readonly TimeProvider _time;

    /// <param name="board">Of which every source is looked at once.</param>
    /// <param name="time">The clock.</param>
    public FreshBoard(SourceBoard board, TimeProvider time)
    {
        Now = time.GetUtcNow();
        _time = time;
        Timestamp = time.GetTimestamp();
        Sources = [.. board.All.Select(state => new SourceReading(state.Source, state.Last, Now))];
    }

    /// <summary>By the wall clock, which on a Pi jumps when it has found its time server.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>By the clock that does not jump.</summary>
    public long Timestamp { get; }

    public ImmutableArray<SourceReading> Sources { get; }

    /// <summary>Samples of the family of all sources that are fresh.</summary>
    public IEnumerable<MeasuredValue> Values(string family) => Sources.SelectMany(source => source.Values(family));

    /// <summary>How long ago that was.</summary>
    public TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp, Timestamp);
}
