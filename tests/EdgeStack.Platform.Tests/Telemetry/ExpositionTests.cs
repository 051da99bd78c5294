using System.Diagnostics.Metrics;
using EdgeStack.Telemetry;
using static EdgeStack.Platform.Tests.Telemetry.MeteredProgram;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class ExpositionTests : IDisposable
{
    private readonly MeteredProgram _program = new(options => options with { MaxSeriesPerFamily = 4, ThrowOnBadInstrument = true });

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Plain_text_exposition_is_as_agreed()
    {
        MeasureEverything();
        GoldenCase.CheckFile(GoldenCase.Beside("exposition.txt"), InOrderOfFamilies(await _program.ScrapeAsync()));
    }

    [Fact]
    public async Task Open_metrics_exposition_is_as_agreed()
    {
        MeasureEverything();
        string text = await _program.ScrapeAsync(MetricsFormat.OpenMetrics);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        GoldenCase.CheckFile(GoldenCase.Beside("exposition.openmetrics.txt"), InOrderOfFamilies(text[..^"# EOF\n".Length]) + "# EOF\n");
    }

    private void MeasureEverything()
    {
        Meter meter = _program.Meter;
        Counter<long> requests = meter.CreateCounter<long>("edgestack_requests_total", description: "Requests served.");
        for (int host = 0; host < 6; host++)
            requests.Add(host + 1, Tag("host", $"h{host}.example.com"), Tag("code", 200));
        Histogram<double> durations =
            meter.CreateHistogram<double>("edgestack_request_duration_seconds", description: "Time to the last byte.");
        foreach (double seconds in (double[])[0.004, 0.25, 0.3, 1.1, 45])
            durations.Record(seconds, Tag("host", "h0.example.com"));
        meter.CreateUpDownCounter<int>("edgestack_requests_in_flight", description: "Requests being served.").Add(3);
        meter.CreateGauge<double>("edgestack_escaped", description: "Signs \\ that \"must\"\nbe escaped.")
            .Record(0.5, Tag("sign", "\\ \" \n é 🎉 \uD800"));
        meter.CreateObservableCounter("disk.io", () => 4096L, unit: "By", description: "Read and written.");
        meter.CreateObservableGauge("disk.used", () => 0.75, unit: "1", description: "Share of the disk.");
        meter.CreateObservableUpDownCounter(
            "queue.length", () => new Measurement<int>(-1, Tag("queue.name", "log")), unit: "{record}", description: "Records waiting.");
    }

    // prometheus-net keeps families in a hash table with random seeds; scrapers do not mind, a golden file does.
    private static string InOrderOfFamilies(string text) =>
        string.Concat(text.Split("# HELP ", StringSplitOptions.RemoveEmptyEntries)
            .Select(family => "# HELP " + family).Order(StringComparer.Ordinal));
}
