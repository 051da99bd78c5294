using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EdgeStack.Telemetry.Instruments;
using EdgeStack.Telemetry.Labels;
using Prometheus;

namespace EdgeStack.Telemetry.Families;

/// <summary>All families by name. Instruments of the same name, from several instances of a meter, feed the same family.</summary>
internal sealed class FamilyTable
{
    private readonly MetricFactory _factory;
    private readonly IReadOnlyList<double> _defaultBuckets;
    private readonly int _maxSeries;
    private readonly FamilyLog _log;
    private readonly Counter _limited;
    private readonly ConcurrentDictionary<string, InstrumentKind> _declared = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();

    public FamilyTable(CollectorRegistry registry, IReadOnlyList<double> defaultBuckets, int maxSeries, FamilyLog log)
    {
        _factory = Metrics.WithCustomRegistry(registry);
        _defaultBuckets = defaultBuckets;
        _maxSeries = maxSeries;
        _log = log;
        _limited = _factory.CreateCounter(
            "edgestack_metrics_series_limited_total",
            "Measurements that went to the series _other because their family was full.",
            ["family"],
            new CounterConfiguration { ExemplarBehavior = ExemplarBehavior.NoExemplars() });
    }

    /// <summary>What is wrong with this family beside those declared before, or null.</summary>
    public string? Declare(FamilyShape shape)
    {
        InstrumentKind kind = _declared.GetOrAdd(shape.Name, shape.Kind);
        return kind == shape.Kind ? null : $"the family {shape.Name} is a {kind} already and cannot be a {shape.Kind}";
    }

    /// <summary>The family of that shape, made with the labels of the first measurement; null when it cannot be exposed.</summary>
    public MetricFamily? FindOrAdd(FamilyShape shape, Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            if (_families.TryGetValue(shape.Name, out MetricFamily? known))
                return known;
            try
            {
                LabelSet labels = LabelSet.From(instrument.Tags, tags);
                Func<string[], Series> create = SeriesFactory.Create(_factory, shape, [.. labels.Names], _defaultBuckets);
                return _families[shape.Name] = new MetricFamily(shape, labels, create, _maxSeries, _limited, _log);
            }
            catch (Exception cause) when (cause is InvalidOperationException or ArgumentException)
            {
                _log.Unavailable(shape.Name, cause);
                return null;
            }
        }
    }

    public int EndSeries(string label, HashSet<string> values) => _families.Values.Sum(family => family.EndSeries(label, values));

    public void EndUnobserved()
    {
        foreach (MetricFamily family in _families.Values)
            family.EndUnobserved();
    }
}
