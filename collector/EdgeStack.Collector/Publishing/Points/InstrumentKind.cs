namespace EdgeStack.Collector.Publishing.Points;

/// <summary>What an instrument's values mean.</summary>
internal enum InstrumentKind
{
    /// <summary>A value of now that is not added up: a temperature.</summary>
    Gauge,

    /// <summary>A value of now of which a sum over all attributes makes sense: bytes by state.</summary>
    UpDownCounter,

    /// <summary>Only grows, until what is counted starts anew.</summary>
    Counter,
}
