using EdgeStack.Collector.Publishing.Points;

namespace EdgeStack.Collector.Publishing;

/// <summary>
/// Since when each counter counts, as OpenTelemetry wants to know. One that falls has started anew since it was exported last; of one that is new it is not known, which is
/// said by a start that is the time of its first point (https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps). Used by one loop.
/// </summary>
internal sealed class CounterStarts
{
    private readonly Dictionary<(string Instrument, string Identity), Known> _known = [];
    private long _round;

    /// <summary>Begins an export; what was not in the last one is forgotten.</summary>
    public void Begin()
    {
        foreach (((string, string) series, Known known) in _known)
        {
            if (known.Round != _round)
                _known.Remove(series);
        }

        _round++;
    }

    /// <summary>Since when the point's counter counts; null when this very point was exported before.</summary>
    public DateTimeOffset? Of(string instrument, ExportedPoint point)
    {
        (string, string) series = (instrument, point.Identity);
        if (!_known.TryGetValue(series, out Known? known))
        {
            _known[series] = new Known { Start = point.At, At = point.At, Value = point.Value, Round = _round };
            return point.At;
        }

        known.Round = _round;
        if (known.At == point.At)
            return null;
        if (point.Value < known.Value)
            known.Start = known.At;
        (known.At, known.Value) = (point.At, point.Value);
        return known.Start;
    }

    private sealed class Known
    {
        public required DateTimeOffset Start { get; set; }

        public required DateTimeOffset At { get; set; }

        public required double Value { get; set; }

        public required long Round { get; set; }
    }
}
