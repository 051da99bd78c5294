using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using EdgeStack.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Benchmarks;

/// <summary>Measuring through the bridge, and writing what was measured.</summary>
public class MetricsBridgeBenchmarks
{
    private const int Series = 10_000;

    private static readonly KeyValuePair<string, object?> Host = new("host", "blog.example.com"), Route = new("route", "blog"), Method = new("method", "GET"), Code = new("code", "200");

    private static readonly Meter Measured = new("EdgeStack.Benchmarks.Measured"), Many = new("EdgeStack.Benchmarks.Many");

    private MetricsBridge _bridge = null!, _exposition = null!;
    private Counter<long> _counter = null!;
    private Histogram<double> _histogram = null!;

    [GlobalSetup]
    public void Start()
    {
        _bridge = Bridge(Measured);
        _counter = Measured.CreateCounter<long>("edgestack_requests_total");
        _histogram = Measured.CreateHistogram<double>("edgestack_duration_seconds");
        _exposition = Bridge(Many);
        Counter<long> many = Many.CreateCounter<long>("edgestackMany_total");
        for (int i = 0; i < Series; i++)
            many.Add(1, new("host", $"h{i}.example"), new("route", $"default/object-0/{i}"), Method, Code);
    }

    [GlobalCleanup]
    public void Stop()
    {
        _bridge.Dispose();
        _exposition.Dispose();
    }

    [Benchmark]
    public void CounterWithFourTags() => _counter.Add(1, [Host, Route, Method, Code]);

    [Benchmark]
    public void HistogramWithTwoTags() => _histogram.Record(0.0213, Host, Route);

    [Benchmark]
    public Task ExpositionOfTenThousandSeries() => _exposition.WriteAsync(Stream.Null, MetricsFormat.PlainText, CancellationToken.None);

    private static MetricsBridge Bridge(Meter meter) =>
        MetricsBridge.Start(new MetricsBridgeOptions { Meters = [meter.Name], IncludeProcess = false }, NullLogger<MetricsBridge>.Instance);
}
