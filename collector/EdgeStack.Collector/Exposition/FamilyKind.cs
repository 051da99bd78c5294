namespace EdgeStack.Collector.Exposition;

/// <summary>What a family's samples mean.</summary>
internal enum FamilyKind
{
    /// <summary>Only grows, until what is counted starts anew.</summary>
    Counter,

    /// <summary>A value of now.</summary>
    Gauge,

    /// <summary>A counter that exporters whose names we keep print as <c>untyped</c>.</summary>
    UntypedCounter,

    /// <summary>A value of now, or either, that exporters whose names we keep print as <c>untyped</c>.</summary>
    Untyped,

    /// <summary>Cumulative buckets, a sum and a count.</summary>
    Histogram,

    /// <summary>Quantiles, a sum and a count.</summary>
    Summary,
}
