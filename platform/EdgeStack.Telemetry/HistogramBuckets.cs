namespace EdgeStack.Telemetry;

/// <summary>Upper bounds for histograms, to be given as an instrument's advice so that every exporter uses the same.</summary>
public static class HistogramBuckets
{
    /// <summary>
    /// Request latency in seconds, 5 ms to 30 s. 0.3 and 1.2 are the satisfied and tolerated bounds of the dashboards' Apdex and must stay.
    /// The bridge uses these for a histogram without advice.
    /// </summary>
    public static IReadOnlyList<double> Latency { get; } =
        Array.AsReadOnly([0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.5, 5, 10, 30]);
}
