using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>A part of the machine as a source of the page <c>/metrics/node</c>.</summary>
internal sealed class HostSource(IHostReading part, HostRoots roots, TimeSpan every) : IMetricSource
{
    public string Name => part.Name;

    public ScrapePage Page => ScrapePage.Node;

    public TimeSpan Every { get; } = part.Every > every ? part.Every : every;

    public bool ComesLast { get; init; }

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(5);

    public bool Blocks => true;

    public ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation) => ValueTask.FromResult(part.Read(roots, samples));
}
