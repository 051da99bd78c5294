using System.Collections.Immutable;

namespace EdgeStack.Collector.Publishing.Points;

/// <summary>A value of an instrument at one moment.</summary>
/// <param name="Value">In the instrument's unit.</param>
/// <param name="At">When its source was read.</param>
/// <param name="Attributes">Those that have a value.</param>
internal sealed record ExportedPoint(double Value, DateTimeOffset At, ImmutableArray<PointAttribute> Attributes)
{
    /// <summary>What tells it apart from the instrument's other points, as one text.</summary>
    public string Identity => string.Join('\0', Attributes);

    public override string ToString() => $"{{{string.Join(", ", Attributes)}}} {Value:R}";
}
