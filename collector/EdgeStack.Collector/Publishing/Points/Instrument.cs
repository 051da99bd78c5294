using System.Collections.Immutable;

namespace EdgeStack.Collector.Publishing.Points;

/// <summary>One of the curated metrics that are exported, and how its points come from what stands on the pages.</summary>
/// <param name="Name">OpenTelemetry's, or ours below <c>edgestack.</c> where it has none.</param>
/// <param name="Kind">What its values mean.</param>
/// <param name="Unit">In UCUM: <c>By</c>, <c>s</c>, <c>{packet}</c>.</param>
/// <param name="Description">One sentence for people.</param>
/// <param name="Rules">All of them count; none of two rules makes a point that another one makes.</param>
internal sealed record Instrument(string Name, InstrumentKind Kind, string Unit, string Description, params ImmutableArray<PointRule> Rules)
{
    public IEnumerable<ExportedPoint> Points(BoardReading board) => Rules.SelectMany(rule => rule.Points(board));
}
