using System.Diagnostics.Metrics;
using EdgeStack.Telemetry;
using EdgeStack.Telemetry.Instruments;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class NamingTests
{
    [Theory]
    [InlineData("dotnet.gc.pause.time", "s", "ObservableCounter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("dotnet.gc.last_collection.heap.size", "By", "ObservableUpDownCounter",
        "dotnet_gc_last_collection_heap_size_bytes")]
    [InlineData("dotnet.thread_pool.queue.length", "{work_item}", "ObservableUpDownCounter", "dotnet_thread_pool_queue_length")]
    [InlineData("dotnet.exceptions", "{exception}", "Counter", "dotnet_exceptions_total")]
    [InlineData("http.server.request.duration", "s", "Histogram", "http_server_request_duration_seconds")]
    [InlineData("disk.used", "1", "Gauge", "disk_used_ratio")]
    [InlineData("disk.used", "1", "Counter", "disk_used_total")]
    [InlineData("disk.bytes", "By", "Gauge", "disk_bytes")]
    [InlineData("bytes", "By", "Gauge", "bytes")]
    [InlineData("reads_total", "By", "Counter", "reads_bytes_total")]
    [InlineData("speed", "By/s", "Gauge", "speed_bytes_per_second")]
    [InlineData("speed", "{request}/s", "Gauge", "speed_per_second")]
    [InlineData("fan", "{fan}rpm", "Gauge", "fan_rpm")]
    [InlineData("odd..name-with__signs.", null, "Gauge", "odd_name_with_signs")]
    [InlineData("9lives", "", "Gauge", "_9lives")]
    [InlineData("broken", "{unit", "Gauge", "broken_unit")]
    public void Foreign_name_is_translated_by_the_rules_of_OpenTelemetry(string name, string? unit, string kind, string expected) =>
        Assert.Equal(expected, ExpositionName.Translate(name, unit, Enum.Parse<InstrumentKind>(kind)));

    [Fact]
    public void Badly_named_instrument_of_ours_throws_where_it_is_created_when_asked_to()
    {
        using MeteredProgram program = new(options => options with { ThrowOnBadInstrument = true });
        Meter meter = program.Meter;

        Throws("must end with _total", () => meter.CreateCounter<int>("edgestack_requests"));
        Throws("must end with _total", () => meter.CreateObservableCounter("edgestack_reads", () => 1));
        Throws("only a counter's name may end", () => meter.CreateGauge<int>("edgestack_depth_total"));
        Throws("ASCII letters", () => meter.CreateGauge<int>("edgestack_a.b"));
        meter.CreateCounter<int>("edgestack_both_total");
        Throws("is a Counter already", () => meter.CreateObservableCounter("edgestack_both_total", () => 1));

        static void Throws(string why, Action create) =>
            Assert.Contains(why, Assert.Throws<InvalidOperationException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Badly_named_instrument_is_otherwise_logged_and_left_out()
    {
        using MeteredProgram program = new();

        program.Meter.CreateCounter<int>("edgestack_requests").Add(1);

        Assert.Empty(await program.SamplesAsync("edgestack_requests"));
        Assert.StartsWith("Error: Instrument edgestack_requests of meter", Assert.Single(program.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Family_that_prometheus_net_refuses_is_logged_and_left_out()
    {
        using MeteredProgram program = new(options => options with { IncludeProcess = true });
        Gauge<int> clash = program.Meter.CreateGauge<int>("process.cpu.seconds_total");

        clash.Record(1);
        clash.Record(1);

        Assert.Single(await program.SamplesAsync("process_cpu_seconds_total"));
        Assert.Equal(
            "Error: Family process_cpu_seconds_total cannot be exposed; its measurements are dropped", Assert.Single(program.Log.Lines));
    }

    [Fact]
    public async Task Meters_are_chosen_by_name_or_prefix()
    {
        string name = $"EdgeStack.Tests.{Guid.NewGuid():N}";
        using MeteredProgram program = new(options => options with { Meters = [name + ".*", name + "Exact"] });
        foreach ((string meter, string metric) in
            (IEnumerable<(string, string)>)[(name + ".Below", "below"), (name + "Exact", "exact"), (name + "Exactly", "no"), (name, "no")])
        {
            using Meter created = new(meter);
            created.CreateGauge<int>($"edgestack_chosen_{metric}").Record(1);
        }

        Assert.Equal(["edgestack_chosen_below 1", "edgestack_chosen_exact 1"], await program.SamplesAsync("edgestack_chosen"));
    }

    [Fact]
    public async Task Runtime_families_have_the_names_that_the_dashboards_use()
    {
        GC.Collect();
        using MeteredProgram program = new(options => options with { Meters = ["System.Runtime"], ThrowOnBadInstrument = true });

        string text = await program.ScrapeAsync();

        Assert.Contains(
            "# TYPE dotnet_gc_pause_time_seconds_total counter\ndotnet_gc_pause_time_seconds_total ", text, StringComparison.Ordinal);
        Assert.Contains(
            "# TYPE dotnet_gc_last_collection_heap_size_bytes gauge\n"
            + "dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation=\"gen0\"} ", text, StringComparison.Ordinal);
        Assert.Contains(
            "# TYPE dotnet_thread_pool_queue_length gauge\ndotnet_thread_pool_queue_length ", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE dotnet_thread_pool_thread_count gauge\n", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_process_cpu_time_seconds_total{cpu_mode=\"user\"} ", text, StringComparison.Ordinal);
    }
}
