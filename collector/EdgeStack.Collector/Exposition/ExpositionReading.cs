using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>What came of reading an exposition: all of it, or nothing.</summary>
internal abstract record ExpositionReading
{
    private ExpositionReading()
    {
    }

    /// <summary>It is right. Families stand in the order of their first samples; those without samples are left out.</summary>
    internal sealed record Whole(ImmutableArray<FamilySamples> Families) : ExpositionReading;

    /// <summary>It is not in its format.</summary>
    internal sealed record Malformed(int Line, string Why) : ExpositionReading;

    /// <summary>It is more than <see cref="ExpositionLimits"/> lets it be.</summary>
    internal sealed record Limited(int Line, string Why) : ExpositionReading;
}
