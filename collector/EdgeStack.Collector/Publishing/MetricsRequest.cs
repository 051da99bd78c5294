using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Collector.Publishing.Instruments;
using EdgeStack.Collector.Publishing.Points;

namespace EdgeStack.Collector.Publishing;

/// <summary>
/// Writes <c>ExportMetricsServiceRequest</c> with one resource and one scope. Fields and their numbers: opentelemetry/proto/metrics/v1/metrics.proto and its neighbours
/// common.proto and resource.proto.
/// </summary>
internal sealed class MetricsRequest
{
    private const ulong Cumulative = 2;

    private readonly ProtobufWriter _writer = new();

    /// <summary>The request; counts until the next one is written.</summary>
    /// <param name="resource">Who measures.</param>
    /// <param name="scope">The scope's name and version.</param>
    /// <param name="board">What was measured.</param>
    /// <param name="starts">Since when counters count.</param>
    /// <param name="points">How many points it has.</param>
    public ReadOnlySpan<byte> Write(ImmutableArray<PointAttribute> resource, (string Name, string Version) scope, BoardReading board, CounterStarts starts, out int points)
    {
        _writer.Clear();
        points = 0;
        int resourceMetrics = _writer.Begin(1);
        int described = _writer.Begin(1);
        foreach (PointAttribute attribute in resource)
            Write(1, attribute);
        _writer.End(described);
        int scopeMetrics = _writer.Begin(2);
        int named = _writer.Begin(1);
        _writer.Text(1, scope.Name);
        _writer.Text(2, scope.Version);
        _writer.End(named);
        starts.Begin();
        foreach (Instrument instrument in InstrumentCatalogue.All)
            points += Write(instrument, instrument.Points(board), starts);
        _writer.End(scopeMetrics);
        _writer.End(resourceMetrics);
        return _writer.Written;
    }

    private int Write(Instrument instrument, IEnumerable<ExportedPoint> points, CounterStarts starts)
    {
        List<(ExportedPoint Point, DateTimeOffset Start)> fresh = [];
        foreach (ExportedPoint point in points)
        {
            if (starts.Of(instrument.Name, point) is { } start)
                fresh.Add((point, start));
        }

        if (fresh.Count == 0)
            return 0;
        int metric = _writer.Begin(2);
        _writer.Text(1, instrument.Name);
        _writer.Text(2, instrument.Description);
        _writer.Text(3, instrument.Unit);
        int values = _writer.Begin(instrument.Kind == InstrumentKind.Gauge ? 5 : 7);
        foreach ((ExportedPoint point, DateTimeOffset start) in fresh)
            Write(point, instrument.Kind == InstrumentKind.Counter ? start : null);
        if (instrument.Kind != InstrumentKind.Gauge)
            _writer.Number(2, Cumulative);
        if (instrument.Kind == InstrumentKind.Counter)
            _writer.Number(3, 1);
        _writer.End(values);
        _writer.End(metric);
        return fresh.Count;
    }

    private void Write(ExportedPoint point, DateTimeOffset? start)
    {
        int began = _writer.Begin(1);
        if (start is { } since)
            _writer.Fixed(2, Nanoseconds(since));
        _writer.Fixed(3, Nanoseconds(point.At));
        _writer.Double(4, point.Value);
        foreach (PointAttribute attribute in point.Attributes)
            Write(7, attribute);
        _writer.End(began);
    }

    private void Write(int field, PointAttribute attribute)
    {
        int pair = _writer.Begin(field);
        _writer.Text(1, attribute.Name);
        int value = _writer.Begin(2);
        if (attribute.IsNumber && ulong.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
            _writer.Number(3, number);
        else
            _writer.Text(1, attribute.Value);
        _writer.End(value);
        _writer.End(pair);
    }

    private static ulong Nanoseconds(DateTimeOffset time) => (ulong)(time - DateTimeOffset.UnixEpoch).Ticks * 100;
}
