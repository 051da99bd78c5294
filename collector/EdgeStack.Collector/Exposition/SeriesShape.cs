using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>Series of a family that have the same name and the same labels. Compared by reference.</summary>
/// <param name="family">Whose they are.</param>
/// <param name="part">What stands behind the family's name: <c>_bucket</c>, <c>_sum</c>, <c>_count</c>, or nothing.</param>
/// <param name="labels">The labels' names.</param>
internal sealed class SeriesShape(Family family, string part, ImmutableArray<string> labels)
{
    public Family Family => family;

    /// <summary>What the samples are called.</summary>
    public string SampleName { get; } = family.Name + part;

    public ImmutableArray<string> Labels => labels;
}
