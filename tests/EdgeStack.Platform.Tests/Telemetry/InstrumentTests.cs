using System.Diagnostics.Metrics;
using System.Numerics;
using EdgeStack.Telemetry;
using static EdgeStack.Platform.Tests.Telemetry.MeteredProgram;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class InstrumentTests : IDisposable
{
    private readonly MeteredProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Counter_is_a_real_counter_that_sums_its_increments()
    {
        Counter<long> requests = _program.Meter.CreateCounter<long>("edgestack_requests_total", description: "Requests served.");

        requests.Add(2, Tag("host", "a"));
        requests.Add(3, Tag("host", "a"));

        Assert.Contains(
            "# HELP edgestack_requests_total Requests served.\n# TYPE edgestack_requests_total counter\n"
            + "edgestack_requests_total{host=\"a\"} 5\n",
            await _program.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_down_counter_is_a_gauge_that_goes_both_ways()
    {
        UpDownCounter<int> inFlight = _program.Meter.CreateUpDownCounter<int>("edgestack_in_flight");

        inFlight.Add(5);
        inFlight.Add(-2);

        Assert.Contains(
            "# TYPE edgestack_in_flight gauge\nedgestack_in_flight 3\n", await _program.ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gauge_has_its_last_value()
    {
        Gauge<double> temperature = _program.Meter.CreateGauge<double>("edgestack_temperature_celsius");

        temperature.Record(40.5);
        temperature.Record(-3.25);

        Assert.Equal(["edgestack_temperature_celsius -3.25"], await _program.SamplesAsync("edgestack_temperature"));
    }

    [Fact]
    public async Task Histogram_uses_the_buckets_its_instrument_advises()
    {
        Histogram<int> sizes = _program.Meter.CreateHistogram(
            "edgestack_size_bytes", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [10, 100] });

        sizes.Record(10);
        sizes.Record(11);
        sizes.Record(1000);

        Assert.Equal(
            [
                "edgestack_size_bytes_bucket{le=\"+Inf\"} 3", "edgestack_size_bytes_bucket{le=\"10\"} 1",
                "edgestack_size_bytes_bucket{le=\"100\"} 2", "edgestack_size_bytes_count 3", "edgestack_size_bytes_sum 1021",
            ],
            await _program.SamplesAsync("edgestack_size_bytes"));
    }

    [Fact]
    public async Task Histogram_without_advice_gets_the_latency_buckets()
    {
        _program.Meter.CreateHistogram<double>("edgestack_duration_seconds").Record(0.3);

        string[] samples = await _program.SamplesAsync("edgestack_duration_seconds_bucket");

        Assert.Equal(HistogramBuckets.Latency.Count + 1, samples.Length);
        Assert.Contains("edgestack_duration_seconds_bucket{le=\"0.2\"} 0", samples);
        Assert.Contains("edgestack_duration_seconds_bucket{le=\"0.3\"} 1", samples);
        Assert.Contains("edgestack_duration_seconds_bucket{le=\"1.2\"} 1", samples);
    }

    [Fact]
    public async Task Histogram_that_advises_no_buckets_has_count_and_sum()
    {
        _program.Meter.CreateHistogram("edgestack_size_bytes", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [] })
            .Record(7);

        Assert.Equal(
            ["edgestack_size_bytes_bucket{le=\"+Inf\"} 1", "edgestack_size_bytes_count 1", "edgestack_size_bytes_sum 7"],
            await _program.SamplesAsync("edgestack_size_bytes"));
    }

    [Fact]
    public async Task Observable_counter_has_the_absolute_value_it_reports_and_never_falls()
    {
        long total = 7;
        _program.Meter.CreateObservableCounter("edgestack_reads_total", () => total);

        Assert.Equal(["edgestack_reads_total 7"], await _program.SamplesAsync("edgestack_reads_total"));
        total = 9;
        Assert.Equal(["edgestack_reads_total 9"], await _program.SamplesAsync("edgestack_reads_total"));
        total = 1;
        Assert.Equal(["edgestack_reads_total 9"], await _program.SamplesAsync("edgestack_reads_total"));
    }

    [Fact]
    public async Task Observable_instruments_are_observed_at_a_scrape_only()
    {
        int observations = 0;
        _program.Meter.CreateObservableGauge("edgestack_depth", () => ++observations);

        Assert.Equal(0, observations);
        Assert.Equal(["edgestack_depth 1"], await _program.SamplesAsync("edgestack_depth"));
        Assert.Equal(["edgestack_depth 2"], await _program.SamplesAsync("edgestack_depth"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Series_of_an_observable_gauge_disappears_when_it_is_not_observed(bool upDown)
    {
        List<Measurement<int>> depths = [new(1, Tag("queue", "a")), new(2, Tag("queue", "b"))];
        if (upDown)
            _program.Meter.CreateObservableUpDownCounter("edgestack_depth", () => depths);
        else
            _program.Meter.CreateObservableGauge("edgestack_depth", () => depths);

        Assert.Equal(["edgestack_depth{queue=\"a\"} 1", "edgestack_depth{queue=\"b\"} 2"], await _program.SamplesAsync("edgestack_depth"));
        depths.RemoveAt(0);
        Assert.Equal(["edgestack_depth{queue=\"b\"} 2"], await _program.SamplesAsync("edgestack_depth"));
        depths.Add(new(3, Tag("queue", "a")));
        Assert.Equal(["edgestack_depth{queue=\"a\"} 3", "edgestack_depth{queue=\"b\"} 2"], await _program.SamplesAsync("edgestack_depth"));
    }

    [Fact]
    public async Task Observable_gauge_without_labels_disappears_instead_of_becoming_zero()
    {
        List<Measurement<double>> temperatures = [new(20)];
        _program.Meter.CreateObservableGauge("edgestack_temperature_celsius", () => temperatures);
        Assert.Single(await _program.SamplesAsync("edgestack_temperature"));

        temperatures.Clear();

        Assert.Empty(await _program.SamplesAsync("edgestack_temperature"));
    }

    [Fact]
    public async Task Series_of_an_observable_counter_stays_when_it_is_not_observed()
    {
        List<Measurement<int>> totals = [new(4, Tag("queue", "a"))];
        _program.Meter.CreateObservableCounter("edgestack_reads_total", () => totals);
        await _program.ScrapeAsync();

        totals.Clear();

        Assert.Equal(["edgestack_reads_total{queue=\"a\"} 4"], await _program.SamplesAsync("edgestack_reads_total"));
    }

    [Fact]
    public async Task Failing_observable_leaves_the_others_in_the_scrape()
    {
        _program.Meter.CreateObservableGauge("edgestack_broken", int () => throw new InvalidOperationException("sensor"));
        _program.Meter.CreateObservableGauge("edgestack_whole", () => 1);

        Assert.Equal(["edgestack_whole 1"], await _program.SamplesAsync("edgestack_whole"));
        Assert.Contains(_program.Log.Lines, line => line.StartsWith("Warning: An observable instrument failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_numeric_type_can_be_measured()
    {
        await Measures<byte>("byte");
        await Measures<short>("short");
        await Measures<int>("int");
        await Measures<long>("long");
        await Measures<float>("float");
        await Measures<double>("double");
        await Measures<decimal>("decimal");

        async Task Measures<T>(string type) where T : struct, INumber<T>
        {
            T seven = T.CreateChecked(7);
            Meter meter = _program.Meter;
            meter.CreateCounter<T>($"edgestack_{type}_a_total").Add(seven);
            meter.CreateUpDownCounter<T>($"edgestack_{type}_b").Add(seven);
            meter.CreateGauge<T>($"edgestack_{type}_c").Record(seven);
            meter.CreateHistogram($"edgestack_{type}_d", advice: new InstrumentAdvice<T> { HistogramBucketBoundaries = [seven] })
                .Record(seven);
            meter.CreateObservableCounter($"edgestack_{type}_e_total", () => seven);
            meter.CreateObservableUpDownCounter($"edgestack_{type}_f", () => seven);
            meter.CreateObservableGauge($"edgestack_{type}_g", () => seven);

            Assert.Equal(
                [
                    $"edgestack_{type}_a_total 7", $"edgestack_{type}_b 7", $"edgestack_{type}_c 7",
                    $"edgestack_{type}_d_bucket{{le=\"+Inf\"}} 1", $"edgestack_{type}_d_bucket{{le=\"7\"}} 1",
                    $"edgestack_{type}_d_count 1", $"edgestack_{type}_d_sum 7",
                    $"edgestack_{type}_e_total 7", $"edgestack_{type}_f 7", $"edgestack_{type}_g 7",
                ],
                await _program.SamplesAsync($"edgestack_{type}_"));
        }
    }

    [Fact]
    public async Task Values_that_would_spoil_a_series_are_dropped_and_said_once()
    {
        Counter<double> counter = _program.Meter.CreateCounter<double>("edgestack_sum_total");
        Histogram<double> histogram = _program.Meter.CreateHistogram<double>("edgestack_duration_seconds");
        counter.Add(1);
        histogram.Record(1);

        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            counter.Add(bad);
            histogram.Record(bad);
        }

        counter.Add(-1);

        Assert.Equal(["edgestack_sum_total 1"], await _program.SamplesAsync("edgestack_sum_total"));
        Assert.Equal(["edgestack_duration_seconds_sum 1"], await _program.SamplesAsync("edgestack_duration_seconds_sum"));
        Assert.Equal(["edgestack_duration_seconds_count 1"], await _program.SamplesAsync("edgestack_duration_seconds_count"));
        Assert.Equal(2, _program.Log.Lines.Count);
    }

    [Fact]
    public async Task Gauge_may_be_infinite_or_not_a_number()
    {
        Gauge<double> ratio = _program.Meter.CreateGauge<double>("edgestack_ratio");
        ratio.Record(double.PositiveInfinity, Tag("of", "a"));
        ratio.Record(double.NegativeInfinity, Tag("of", "b"));
        ratio.Record(double.NaN, Tag("of", "c"));

        Assert.Equal(
            // prometheus-net's spelling in the plain text; Prometheus reads it as it reads +Inf and -Inf.
            ["edgestack_ratio{of=\"a\"} Infinity", "edgestack_ratio{of=\"b\"} -Infinity", "edgestack_ratio{of=\"c\"} NaN"],
            await _program.SamplesAsync("edgestack_ratio"));
    }

    [Fact]
    public async Task Instruments_of_one_name_feed_one_family()
    {
        using Meter second = new(_program.Meter.Name);
        _program.Meter.CreateCounter<int>("edgestack_requests_total").Add(1);
        second.CreateCounter<int>("edgestack_requests_total").Add(2);

        Assert.Equal(["edgestack_requests_total 3"], await _program.SamplesAsync("edgestack_requests_total"));
    }

    [Fact]
    public async Task Series_outlives_its_meter()
    {
        using (Meter second = new(_program.Meter.Name))
            second.CreateCounter<int>("edgestack_requests_total").Add(2);

        Assert.Equal(["edgestack_requests_total 2"], await _program.SamplesAsync("edgestack_requests_total"));
    }
}
