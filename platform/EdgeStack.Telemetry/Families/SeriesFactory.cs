using EdgeStack.Telemetry.Instruments;
using Prometheus;

namespace EdgeStack.Telemetry.Families;

/// <summary>Makes the prometheus-net collector of a family and says how its series are made.</summary>
internal static class SeriesFactory
{
    /// <exception cref="InvalidOperationException">The registry has this name with another type.</exception>
    public static Func<string[], Series> Create(
        MetricFactory factory, FamilyShape shape, string[] labels, IReadOnlyList<double> defaultBuckets)
    {
        switch (shape.Kind)
        {
            case InstrumentKind.Counter:
                Counter counter = factory.CreateCounter(shape.Name, shape.Help, CounterWith(labels));
                return values => new Series.Counted(counter.WithLabels(values));
            case InstrumentKind.ObservableCounter:
                Counter total = factory.CreateCounter(shape.Name, shape.Help, CounterWith(labels));
                return values => new Series.CountedElsewhere(total.WithLabels(values));
            case InstrumentKind.UpDownCounter:
                Gauge balance = factory.CreateGauge(shape.Name, shape.Help, GaugeWith(labels));
                return values => new Series.Balanced(balance.WithLabels(values));
            case InstrumentKind.Gauge:
                Gauge gauge = factory.CreateGauge(shape.Name, shape.Help, GaugeWith(labels));
                return values => new Series.Set(gauge.WithLabels(values));
            case InstrumentKind.ObservableGauge or InstrumentKind.ObservableUpDownCounter:
                Gauge observed = factory.CreateGauge(shape.Name, shape.Help, GaugeWith(labels));
                return values => new Series.Observed(observed.WithLabels(values));
            case InstrumentKind.Histogram:
                Histogram histogram =
                    factory.CreateHistogram(shape.Name, shape.Help, HistogramWith(labels, shape.Buckets ?? defaultBuckets));
                return values => new Series.Distributed(histogram.WithLabels(values));
            default:
                throw new InvalidOperationException($"No series for {shape.Kind}.");
        }
    }

    // Initial values are suppressed: prometheus-net would otherwise give a family without labels a zero nobody measured.
    private static CounterConfiguration CounterWith(string[] labels) =>
        new() { LabelNames = labels, SuppressInitialValue = true, ExemplarBehavior = ExemplarBehavior.NoExemplars() };

    private static GaugeConfiguration GaugeWith(string[] labels) => new() { LabelNames = labels, SuppressInitialValue = true };

    private static HistogramConfiguration HistogramWith(string[] labels, IReadOnlyList<double> buckets) => new()
    {
        LabelNames = labels,
        SuppressInitialValue = true,
        ExemplarBehavior = ExemplarBehavior.NoExemplars(),
        Buckets = buckets.Count > 0 ? [.. buckets] : [double.PositiveInfinity],
    };
}
