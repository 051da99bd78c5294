using System.Diagnostics.Metrics;
using static EdgeStack.Platform.Tests.Telemetry.MeteredProgram;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class HotPathTests
{
    private const int Rounds = 10_000;

    private static readonly KeyValuePair<string, object?>[] FourTags =
        [Tag("host", "blog.example.com"), Tag("route", "blog"), Tag("method", "GET"), Tag("code", "200")];

    [Fact]
    public void Measuring_an_existing_series_with_four_tags_allocates_nothing()
    {
        using MeteredProgram program = new();
        Counter<long> counter = program.Meter.CreateCounter<long>("edgestack_requests_total");
        Histogram<double> histogram = program.Meter.CreateHistogram<double>("edgestack_duration_seconds");
        UpDownCounter<int> upDown = program.Meter.CreateUpDownCounter<int>("edgestack_in_flight");
        Gauge<int> gauge = program.Meter.CreateGauge<int>("edgestack_depth");
        object small = 404;
        KeyValuePair<string, object?>[] mixed = [Tag("host", "a"), Tag("secure", true), Tag("code", small)];
        Counter<int> other = program.Meter.CreateCounter<int>("edgestack_mixed_total");

        Assert.Equal(0, AllocatedBy(() => counter.Add(1, FourTags)));
        Assert.Equal(0, AllocatedBy(() => counter.Add(1, FourTags[3], FourTags[1], FourTags[0])));
        Assert.Equal(0, AllocatedBy(() => histogram.Record(0.02, FourTags)));
        Assert.Equal(0, AllocatedBy(() => upDown.Add(1, FourTags)));
        Assert.Equal(0, AllocatedBy(() => gauge.Record(1, FourTags)));
        Assert.Equal(0, AllocatedBy(() => other.Add(1, mixed)));
    }

    [Fact]
    public async Task Parallel_increments_sum_up_exactly_while_series_are_made_and_scraped()
    {
        using MeteredProgram program = new();
        Counter<long> counter = program.Meter.CreateCounter<long>("edgestack_requests_total");
        Histogram<long> histogram = program.Meter.CreateHistogram<long>("edgestack_duration_seconds");
        const int Workers = 8;
        const int Series = 50;

        Task[] workers = [.. Enumerable.Range(0, Workers).Select(_ => Task.Run(Work, TestContext.Current.CancellationToken))];
        while (!workers.All(worker => worker.IsCompleted))
            await program.ScrapeAsync();
        await Task.WhenAll(workers);

        string[] samples = await program.SamplesAsync("edgestack_requests_total");
        Assert.Equal(Series, samples.Length);
        Assert.All(samples, sample => Assert.EndsWith($"}} {Workers * Rounds / Series}", sample, StringComparison.Ordinal));
        string text = await program.ScrapeAsync();
        Assert.Contains($"edgestack_duration_seconds_count {Workers * Rounds}\n", text, StringComparison.Ordinal);
        Assert.Contains($"edgestack_duration_seconds_sum {Workers * Rounds}\n", text, StringComparison.Ordinal);

        void Work()
        {
            for (int round = 0; round < Rounds; round++)
            {
                counter.Add(1, Tag("host", $"h{round % Series}"));
                histogram.Record(1);
            }
        }
    }

    [Fact]
    public async Task Series_that_end_while_they_are_measured_leave_bridge_and_registry_agreed()
    {
        using MeteredProgram program = new();
        Counter<long> counter = program.Meter.CreateCounter<long>("edgestack_requests_total");
        Task worker = Task.Run(Work, TestContext.Current.CancellationToken);
        while (!worker.IsCompleted)
            program.Bridge.EndSeries("route", "blog");
        await worker;

        program.Bridge.EndSeries("route", "blog");
        Assert.Empty(await program.SamplesAsync("edgestack_requests_total"));
        counter.Add(1, Tag("route", "blog"));
        Assert.Equal(["edgestack_requests_total{route=\"blog\"} 1"], await program.SamplesAsync("edgestack_requests_total"));

        void Work()
        {
            for (int round = 0; round < Rounds; round++)
                counter.Add(1, Tag("route", "blog"));
        }
    }

    private static long AllocatedBy(Action measure) => Allocated.By(() =>
    {
        for (int round = 0; round < Rounds; round++)
            measure();
    });
}
