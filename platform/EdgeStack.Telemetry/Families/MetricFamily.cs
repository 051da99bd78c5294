// Hot path: every measurement passes here. Benchmark: tests/EdgeStack.Benchmarks/MetricsBridgeBenchmarks.cs.
using System.Collections.Concurrent;
using EdgeStack.Telemetry.Instruments;
using EdgeStack.Telemetry.Labels;
using Prometheus;

namespace EdgeStack.Telemetry.Families;

/// <summary>
/// The series of one family. Finding one that exists takes no lock, and allocates nothing when the tags are texts, flags or small numbers.
/// </summary>
internal sealed class MetricFamily
{
    private const string Other = "_other";

    private readonly FamilyShape _shape;
    private readonly Func<string[], Series> _create;
    private readonly int _maxSeries;
    private readonly Counter _limited;
    private readonly FamilyLog _log;
    private readonly ConcurrentDictionary<string[], Series> _series = new(LabelValuesComparer.Instance);
    private readonly ConcurrentDictionary<string[], Series>.AlternateLookup<ReadOnlySpan<string>> _seriesOnStack;
    private readonly string[] _otherValues;
    private readonly SaidOnce _saidUnknown = new();
    private readonly SaidOnce _saidLimited = new();
    private readonly SaidOnce _saidRejected = new();

    // Held while series come and go, so that ours and prometheus-net's stay the same; it guards _count.
    private readonly Lock _changing = new();
    private int _count;

    public MetricFamily(FamilyShape shape, LabelSet labels, Func<string[], Series> create, int maxSeries, Counter limited, FamilyLog log)
    {
        _shape = shape;
        Labels = labels;
        _create = create;
        _maxSeries = maxSeries;
        _limited = limited;
        _log = log;
        _seriesOnStack = _series.GetAlternateLookup<ReadOnlySpan<string>>();
        _otherValues = [.. labels.Names.Select(_ => Other)];
    }

    public LabelSet Labels { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, ReadOnlySpan<string> defaults)
    {
        if (!IsTaken(value))
        {
            if (_saidRejected.IsFirst())
                _log.Rejected(_shape.Name, _shape.Kind.ToString(), value);
            return;
        }

        LabelValues room = default;
        Span<string> values = ((Span<string>)room)[..Labels.Names.Length];
        if (!Labels.Gather(tags, defaults, values) && _saidUnknown.IsFirst())
            SayUnknown(tags);

        Series series = _seriesOnStack.TryGetValue(values, out Series? known) ? known : FindOrAdd(values);
        series.Record(value);
    }

    /// <summary>Ends the series whose label has one of these values, as they are exposed, and says how many there were.</summary>
    public int EndSeries(string label, HashSet<string> values)
    {
        int at = Labels.Names.IndexOf(label);
        if (at < 0)
            return 0;
        // One value is the usual case; comparing thousands of others with it costs less than hashing them.
        string? only = values.Count == 1 ? values.First() : null;
        return EndWhere((known, _) => only is null ? values.Contains(known[at]) : known[at] == only);
    }

    /// <summary>Ends what the last scrape did not observe. A value nobody reports any more is unknown, not what it was.</summary>
    public void EndUnobserved()
    {
        if (_shape.Kind is InstrumentKind.ObservableGauge or InstrumentKind.ObservableUpDownCounter)
            EndWhere((_, series) => !series.TakeObserved());
    }

    // A negative or endless step would spoil a counter or a sum for good, and must not throw into the code that measures.
    private bool IsTaken(double value) => _shape.Kind switch
    {
        InstrumentKind.Counter or InstrumentKind.ObservableCounter => value >= 0 && double.IsFinite(value),
        InstrumentKind.Gauge or InstrumentKind.ObservableGauge or InstrumentKind.ObservableUpDownCounter => true,
        _ => double.IsFinite(value),
    };

    private Series FindOrAdd(ReadOnlySpan<string> values)
    {
        string[] key = new string[values.Length];
        for (int label = 0; label < key.Length; label++)
            key[label] = LabelText.WellFormed(values[label]);

        lock (_changing)
        {
            if (_series.TryGetValue(key, out Series? known))
                return known;
            return _count < _maxSeries ? Add(key) : FindOrAddOther();
        }
    }

    private Series FindOrAddOther()
    {
        _limited.WithLabels(_shape.Name).Inc();
        if (_saidLimited.IsFirst())
            _log.Limited(_shape.Name, _maxSeries);
        return _series.TryGetValue(_otherValues, out Series? other) ? other : Add(_otherValues);
    }

    private Series Add(string[] key)
    {
        Series series = _create(key);
        _series[key] = series;
        _count++;
        return series;
    }

    private int EndWhere(Func<string[], Series, bool> isOver)
    {
        int ended = 0;
        lock (_changing)
        {
            foreach ((string[] values, Series series) in _series)
            {
                if (!isOver(values, series) || !_series.TryRemove(values, out _))
                    continue;
                series.End();
                ended++;
            }

            _count -= ended;
        }

        return ended;
    }

    private void SayUnknown(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        List<string> keys = [];
        foreach (KeyValuePair<string, object?> tag in tags)
            keys.Add(tag.Key);
        _log.UnknownTags(_shape.Name, string.Join(',', Labels.Names), string.Join(',', keys));
    }
}
