using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>What a source said last.</summary>
internal sealed record SourceSnapshot
{
    public required SourceOutcome Outcome { get; init; }

    /// <summary>When the reading began.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>How long it took; so far, when it has not ended.</summary>
    public required TimeSpan Took { get; init; }

    public ImmutableArray<FamilySamples> Families { get; init; } = [];

    /// <summary>What was wrong with parts of it.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
