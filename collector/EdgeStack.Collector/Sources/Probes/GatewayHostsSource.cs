using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>
/// The public hosts of the gateway, each through its public URL and through the gateway itself: which of the two fails says on which side of the tunnel the fault is. Any answer
/// that a service may give for good reasons is one: 401, 404 and redirects too.
/// </summary>
internal sealed class GatewayHostsSource(GatewayProbesOptions gateway, NameLookup names, TimeProvider time) : IMetricSource, IDisposable
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(5);

    private readonly GatewayHosts _hosts = new(gateway);
    private IReadOnlyList<string> _known = [];

    public string Name => "probe/gateway-hosts";

    public ScrapePage Page => ScrapePage.Node;

    public TimeSpan Every => gateway.Every;

    // All hosts may take their whole time, some at once.
    public TimeSpan Timeout => gateway.Timeout * (1 + ((2 * gateway.MaxHosts) + AtOnce - 1) / AtOnce) + Spare;

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        if (gateway.AdminUrl is null)
            return new SourceOutcome.Absent("the address of the gateway's admin API is not set");
        await FindAsync(samples, cancellation);
        foreach (string host in _known.Skip(gateway.MaxHosts))
            samples.Report(string.Create(CultureInfo.InvariantCulture, $"{host}: not tried, for there are more than {gateway.MaxHosts} hosts"));
        (ProbeIdentity Of, HttpProbeSpec Spec)[] tries = [.. _known.Take(gateway.MaxHosts).SelectMany(Tries)];
        ProbeResult[] results = new ProbeResult[tries.Length];
        await Parallel.ForAsync(0, tries.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, stop) =>
            results[i] = await TimedProbe.RunAsync(new HttpProbe(tries[i].Spec, names, time).RunAsync, gateway.Timeout, time, stop));
        for (int i = 0; i < tries.Length; i++)
        {
            results[i].Tell(samples, tries[i].Of);
            if (results[i].Problem is { } problem)
                samples.Report($"{tries[i].Of.Probe} ({tries[i].Of.Via}): {problem}");
        }

        return SourceOutcome.Ok;
    }

    public void Dispose() => _hosts.Dispose();

    // A gateway that is away is when its hosts are to be tried: those that it had count on.
    private async Task FindAsync(SampleWriter samples, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(gateway.Timeout, time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            _known = await _hosts.AskAsync(either.Token);
        }
        catch (ProbeException fault)
        {
            samples.Report(fault.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            samples.Report("the gateway's admin API does not answer in time");
        }
    }

    private IEnumerable<(ProbeIdentity, HttpProbeSpec)> Tries(string host)
    {
        if (gateway.Public)
        {
            Uri url = new($"https://{host}{gateway.Path}");
            yield return (new ProbeIdentity(host, ProbeOptions.Shown(url.ToString()), "public", host), new HttpProbeSpec(url) { IsAlive = true });
        }

        if (gateway.Url is { } address)
            yield return (new ProbeIdentity(host, ProbeOptions.Shown(address.ToString()), "gateway"), new HttpProbeSpec(new Uri(address, gateway.Path)) { HostHeader = host, IsAlive = true });
    }
}
