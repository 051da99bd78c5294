using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Tests.Scraping;

/// <summary>A source that does what a test says.</summary>
internal sealed class FakeSource(string name, Func<SampleWriter, CancellationToken, ValueTask<SourceOutcome>> read) : IMetricSource
{
    private int _readings;

    public FakeSource(string name, Func<SampleWriter, SourceOutcome> read) : this(name, (samples, _) => ValueTask.FromResult(read(samples)))
    {
    }

    public string Name => name;

    public string About { get; init; } = "";

    public bool IsForeign { get; init; }

    public ScrapePage Page { get; init; } = ScrapePage.Node;

    public TimeSpan Every { get => EveryNow?.Invoke() ?? field; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A rhythm that changes.</summary>
    public Func<TimeSpan>? EveryNow { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public bool Blocks { get; init; }

    public bool ComesLast { get; init; }

    /// <summary>How many were begun.</summary>
    public int Readings => Volatile.Read(ref _readings);

    public ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _readings);
        return read(samples, cancellation);
    }
}
