using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>What a source said last.</summary>
internal sealed record SourceSnapshot
{
    public required SourceOutcome Outcome { get; init; }

    /// <summary>When the reading began, for people: a Raspberry Pi's clock jumps when it has found its time server.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The same by the clock that does not jump, for ages.</summary>
    public long Timestamp { get; init; }

    /// <summary>How long it took; so far, when it has not ended.</summary>
    public required TimeSpan Took { get; init; }

    public ImmutableArray<FamilySamples> Families { get; init; } = [];

    /// <summary>What was wrong with parts of it; of very many parts the first.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>With how many parts besides something was wrong.</summary>
    public int UntoldProblems { get; init; }
}
