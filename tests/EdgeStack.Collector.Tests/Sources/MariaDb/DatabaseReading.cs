using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb;

namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Readings of sources that wait for somebody else.</summary>
internal static class DatabaseReading
{
    /// <summary>Time that no test uses up.</summary>
    public static CycleBudget Ample => new(TimeSpan.FromMinutes(5), TimeProvider.System);

    /// <summary>Reads a source once.</summary>
    public static Task<Reading> OfAsync(IMetricSource source) => OfAsync(new SampleWriter(source.Labels), samples => source.ReadAsync(samples, TestContext.Current.CancellationToken));

    /// <inheritdoc cref="OfAsync(IMetricSource)"/>
    public static async Task<Reading> OfAsync(SampleWriter samples, Func<SampleWriter, ValueTask<SourceOutcome>> read)
    {
        samples.Begin();
        return Reading.Now(samples, await read(samples));
    }
}
