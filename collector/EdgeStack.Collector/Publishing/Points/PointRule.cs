using System.Collections.Immutable;

namespace EdgeStack.Collector.Publishing.Points;

/// <summary>How points come from samples.</summary>
internal abstract record PointRule
{
    public abstract IEnumerable<ExportedPoint> Points(BoardReading board);

    /// <summary>A point for each sample of a family.</summary>
    /// <param name="family">Its name on our pages.</param>
    /// <param name="attributes">Attributes from labels, as <c>cpu.mode=mode</c>, and constant ones, as <c>disk.io.direction='read'</c>.</param>
    public static SampleRule Each(string family, params ReadOnlySpan<string> attributes) => new(family, [.. PointAttributeRule.Read(attributes)]);

    /// <summary>Points that are worked out of several samples.</summary>
    public static ComputedRule Computed(Func<BoardReading, IEnumerable<ExportedPoint>> points) => new(points);

    /// <summary>Points that are worked out.</summary>
    internal sealed record ComputedRule(Func<BoardReading, IEnumerable<ExportedPoint>> Worked) : PointRule
    {
        public override IEnumerable<ExportedPoint> Points(BoardReading board) => Worked(board);
    }

    /// <summary>A sample is a point.</summary>
    /// <param name="Family">The samples'.</param>
    /// <param name="Attributes">The points'.</param>
    internal sealed record SampleRule(string Family, ImmutableArray<PointAttributeRule> Attributes) : PointRule
    {
        /// <summary>Which samples count; all when null.</summary>
        public Func<ReadSample, bool>? Only { get; init; }

        public override IEnumerable<ExportedPoint> Points(BoardReading board) => board.Of(Family).Where(sample => Only?.Invoke(sample) ?? true)
            .Select(sample => new ExportedPoint(sample.Value, sample.At, [.. Attributes.Select(rule => rule.Of(sample)).Where(attribute => attribute.Value.Length > 0)]));
    }
}
