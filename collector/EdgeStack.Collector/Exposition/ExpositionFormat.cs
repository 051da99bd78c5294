namespace EdgeStack.Collector.Exposition;

/// <summary>The text a scrape is answered with.</summary>
internal enum ExpositionFormat
{
    /// <summary>The Prometheus text format 0.0.4.</summary>
    PlainText,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}
