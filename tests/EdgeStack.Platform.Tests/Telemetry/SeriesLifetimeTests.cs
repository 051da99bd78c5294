using System.Diagnostics.Metrics;
using static EdgeStack.Platform.Tests.Telemetry.MeteredProgram;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class SeriesLifetimeTests
{
    [Fact]
    public async Task Ended_series_is_gone_from_every_family_and_starts_again_from_zero()
    {
        using MeteredProgram program = new();
        Counter<int> requests = program.Meter.CreateCounter<int>("edgestack_requests_total");
        Histogram<double> durations = program.Meter.CreateHistogram<double>("edgestack_duration_seconds");
        Gauge<int> unrelated = program.Meter.CreateGauge<int>("edgestack_unrelated");
        foreach (string route in (string[])["blog", "shop"])
        {
            requests.Add(5, Tag("code", "200"), Tag("route", route));
            requests.Add(1, Tag("code", "500"), Tag("route", route));
            durations.Record(1, Tag("route", route));
            unrelated.Record(1, Tag("name", route));
        }

        Assert.Equal(3, program.Bridge.EndSeries("route", "blog"));

        Assert.DoesNotContain("route=\"blog\"", await program.ScrapeAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await program.SamplesAsync("edgestack_unrelated")).Length);
        Assert.Contains("edgestack_requests_total{code=\"200\",route=\"shop\"} 5", await program.SamplesAsync("edgestack_requests_total"));
        Assert.Equal(0, program.Bridge.EndSeries("route", "blog"));

        requests.Add(1, Tag("code", "200"), Tag("route", "blog"));
        Assert.Contains("edgestack_requests_total{code=\"200\",route=\"blog\"} 1", await program.SamplesAsync("edgestack_requests_total"));
    }

    [Fact]
    public async Task Full_family_counts_further_measurements_as_other()
    {
        using MeteredProgram program = new(options => options with { MaxSeriesPerFamily = 3 });
        Counter<int> requests = program.Meter.CreateCounter<int>("edgestack_requests_total");

        for (int host = 0; host < 10; host++)
            requests.Add(1, Tag("host", $"h{host}"), Tag("code", 200));
        requests.Add(1, Tag("host", "h0"), Tag("code", 200));

        Assert.Equal(
            [
                "edgestack_requests_total{host=\"_other\",code=\"_other\"} 7", "edgestack_requests_total{host=\"h0\",code=\"200\"} 2",
                "edgestack_requests_total{host=\"h1\",code=\"200\"} 1", "edgestack_requests_total{host=\"h2\",code=\"200\"} 1",
            ],
            await program.SamplesAsync("edgestack_requests_total"));
        Assert.Equal(
            ["edgestack_metrics_series_limited_total{family=\"edgestack_requests_total\"} 7"],
            await program.SamplesAsync("edgestack_metrics_series_limited_total"));
        Assert.StartsWith(
            "Warning: Family edgestack_requests_total has 3 series", Assert.Single(program.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_family_has_room_again_when_series_end()
    {
        using MeteredProgram program = new(options => options with { MaxSeriesPerFamily = 2 });
        Counter<int> requests = program.Meter.CreateCounter<int>("edgestack_requests_total");
        requests.Add(1, Tag("host", "a"));
        requests.Add(1, Tag("host", "b"));
        requests.Add(1, Tag("host", "c"));

        Assert.Equal(1, program.Bridge.EndSeries("host", "a"));
        Assert.Equal(1, program.Bridge.EndSeries("host", "_other"));
        requests.Add(1, Tag("host", "c"));

        Assert.Equal(
            ["edgestack_requests_total{host=\"b\"} 1", "edgestack_requests_total{host=\"c\"} 1"],
            await program.SamplesAsync("edgestack_requests_total"));
    }

    [Fact]
    public void Limit_below_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeteredProgram(options => options with { MaxSeriesPerFamily = 0 }));
}
