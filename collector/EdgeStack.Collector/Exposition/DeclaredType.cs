namespace EdgeStack.Collector.Exposition;

/// <summary>What a text says that a family is. Both formats' types: more than <see cref="FamilyKind"/>, which is what we say.</summary>
internal enum DeclaredType
{
    Unknown,
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
}
