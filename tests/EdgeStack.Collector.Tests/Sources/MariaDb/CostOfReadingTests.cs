using System.Diagnostics;
using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Figures for tests/bench/results; no test fails because a machine is slow, so these run only when asked for: <c>-explicit only -class "*CostOfReadingTests"</c>.</summary>
[Collection(DatabaseCollection.Name)]
public sealed class CostOfReadingTests(SharedDatabase shared, ITestOutputHelper output)
{
    private const int Readings = 100;

    [Fact(Explicit = true)]
    public async Task What_a_reading_costs_the_server_and_us()
    {
        await using DatabaseLoad load = DatabaseLoad.On(shared.Server);
        await using MariaDbSources sources = new(shared.Server.Options(), TimeProvider.System, NullLogger<MariaDbServer>.Instance);
        foreach (IMetricSource source in sources.All)
        {
            SampleWriter samples = new();
            for (int i = 0; i < 10; i++)
                await DatabaseReading.OfAsync(samples, writer => source.ReadAsync(writer, CancellationToken.None));
            double before = await ServerMillisecondsAsync();
            long allocated = GC.GetTotalAllocatedBytes(), start = Stopwatch.GetTimestamp();
            int series = 0;
            for (int i = 0; i < Readings; i++)
            {
                samples.Begin();
                Assert.Equal(SourceOutcome.Ok, await source.ReadAsync(samples, CancellationToken.None));
                series = samples.Take().Sum(family => family.Samples.Length);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(start) / Readings;
            allocated = (GC.GetTotalAllocatedBytes() - allocated) / Readings;
            double server = (await ServerMillisecondsAsync() - before) / Readings;
            output.WriteLine($"{source.Name}: {series} series, {server:0.00} ms in the server, {took.TotalMilliseconds:0.0} ms in all, {allocated / 1024} KiB allocated (the load's included)");
        }
    }

    /// <summary>Time of all statements of our account.</summary>
    private async Task<double> ServerMillisecondsAsync() => double.Parse(
        await shared.Server.ReadAsync("SELECT SUM(SUM_TIMER_WAIT) / 1e9 FROM performance_schema.events_statements_summary_by_user_by_event_name WHERE user = 'monitor'"), CultureInfo.InvariantCulture);
}
