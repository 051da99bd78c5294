using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>A probe of the settings. That what it tries does not answer is what it is there to find out: it is no fault of the source.</summary>
internal sealed class ProbeSource(ProbeOptions probe, NameLookup names, TimeProvider time) : IMetricSource
{
    // So that the try's own limit ends it, and not the one of the loop.
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(5);

    private readonly ProbeIdentity _identity = new(probe.Name, probe.ShownTarget, PublicHost: probe.PublicHost);

    public string Name => $"probe/{probe.Name}";

    public ScrapePage Page => ScrapePage.Node;

    public TimeSpan Every => probe.Every;

    public TimeSpan Timeout => probe.Timeout + Spare;

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        ProbeResult result = await TimedProbe.RunAsync(RunAsync, probe.Timeout, time, cancellation);
        result.Tell(samples, _identity);
        if (result.Problem is { } problem)
            samples.Report($"{probe.ShownTarget}: {problem}");
        return SourceOutcome.Ok;
    }

    private Task<ProbeResult> RunAsync(CancellationToken cancellation) => probe.Kind switch
    {
        ProbeKind.Http => new HttpProbe(Http(), names, time).RunAsync(cancellation),
        ProbeKind.Dns => new DnsProbe(End(), probe.DnsName, probe.DnsType, names, time).RunAsync(cancellation),
        _ => new SocketProbe(End(), probe.Kind == ProbeKind.Certificate, probe.CaFile, names, time).RunAsync(cancellation),
    };

    private HttpProbeSpec Http() => new(new Uri(probe.Target))
    {
        HostHeader = probe.HostHeader,
        CaFile = probe.CaFile,
        Redirects = probe.Redirects,
        Contains = probe.Contains,
        Status = [.. probe.Status],
    };

    private ProbeEnd End() => ProbeEnd.Read(probe.Target) ?? throw new InvalidOperationException($"{probe.Target} is not host:port");
}
