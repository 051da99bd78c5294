using System.Diagnostics.Metrics;
using EdgeStack.Telemetry.Families;
using EdgeStack.Telemetry.Instruments;
using EdgeStack.Telemetry.Labels;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace EdgeStack.Telemetry;

/// <summary>
/// Carries the measurements of a program's meters into Prometheus families. One per program; all members may be called from any thread.
/// </summary>
public sealed partial class MetricsBridge : IDisposable
{
    private readonly MetricsBridgeOptions _options;
    private readonly ILogger _logger;
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly FamilyTable _families;
    private readonly ProcessFamilies? _process;
    private readonly MeterListener _listener = new();
    private readonly Lock _observing = new();

    private MetricsBridge(MetricsBridgeOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _families = new FamilyTable(_registry, HistogramBuckets.Latency, options.MaxSeriesPerFamily, new FamilyLog(logger));
        _process = options.IncludeProcess ? new ProcessFamilies(_registry, options.ProcSelf) : null;
    }

    /// <summary>Makes a bridge that listens to the meters of <paramref name="options"/>, those that exist and those to come.</summary>
    /// <exception cref="InvalidOperationException">
    /// A wrongly named instrument exists and <see cref="MetricsBridgeOptions.ThrowOnBadInstrument"/> is set.
    /// </exception>
    public static MetricsBridge Start(MetricsBridgeOptions options, ILogger<MetricsBridge> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        MetricsBridge bridge = new(options, logger);
        try
        {
            bridge.Listen();
            return bridge;
        }
        catch
        {
            bridge.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Observes the observable instruments and writes every family to <paramref name="body"/>, which stays open. An instrument whose
    /// callback fails is logged and missing; the rest is written.
    /// </summary>
    public Task WriteAsync(Stream body, MetricsFormat format, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(format);
        Observe();
        return _registry.CollectAndExportAsTextAsync(body, format.Exposition, cancellationToken);
    }

    /// <summary>
    /// Removes, in all families, the series whose <paramref name="label"/> has that <paramref name="value"/>: the only way for a series
    /// that was once counted to end. One measured again starts from zero.
    /// </summary>
    /// <returns>How many series ended.</returns>
    public int EndSeries(string label, string value) => EndSeries(label, [value]);

    /// <summary>The same for several values, for which every family is looked through once.</summary>
    /// <returns>How many series ended.</returns>
    public int EndSeries(string label, IReadOnlyCollection<string> values) => _families.EndSeries(label, [.. values.Select(LabelText.WellFormed)]);

    /// <summary>Stops listening. What was measured can still be written.</summary>
    public void Dispose() => _listener.Dispose();

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, _) => Bridge(instrument);
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, feed) => Record(feed, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, feed) => Record(feed, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, feed) => Record(feed, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, feed) => Record(feed, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, feed) => Record(feed, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, feed) => Record(feed, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, feed) => Record(feed, (double)value, tags));
        _listener.Start();
    }

    private static void Record(object? feed, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((InstrumentFeed)feed!).Record(value, tags);

    // Runs on the thread that creates the instrument.
    private void Bridge(Instrument instrument)
    {
        if (!_options.Meters.Any(pattern => IsMatch(pattern, instrument.Meter.Name)))
            return;
        if (_options.Factory is not null && instrument.Meter.Scope is not null && instrument.Meter.Scope != _options.Factory)
            return;

        InstrumentReading reading = InstrumentReader.Read(instrument);
        string? problem = reading switch
        {
            InstrumentReading.Usable usable => _families.Declare(usable.Shape),
            InstrumentReading.Unusable unusable => unusable.Problem,
            _ => null,
        };
        if (problem is null && reading is InstrumentReading.Usable { Shape: var shape })
            _listener.EnableMeasurementEvents(instrument, new InstrumentFeed(instrument, shape, _families));
        else if (_options.ThrowOnBadInstrument)
            throw new InvalidOperationException($"Instrument '{instrument.Name}' of meter '{instrument.Meter.Name}': {problem}.");
        else
            LogLeftOut(instrument.Name, instrument.Meter.Name, problem);
    }

    private static bool IsMatch(string pattern, string meter) =>
        pattern.EndsWith('*') ? meter.StartsWith(pattern[..^1], StringComparison.Ordinal) : meter == pattern;

    // One scrape at a time observes; writing happens outside, so a slow reader holds nobody up.
    private void Observe()
    {
        lock (_observing)
        {
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException failures)
            {
                foreach (Exception failure in failures.InnerExceptions)
                    LogNotObserved(failure);
            }

            _families.EndUnobserved();
            _process?.Observe();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Instrument {Instrument} of meter {Meter} is left out of the metrics: {Problem}")]
    private partial void LogLeftOut(string instrument, string meter, string? problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An observable instrument failed; its series are missing from this scrape")]
    private partial void LogNotObserved(Exception failure);
}
