using System.Diagnostics;
using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;
using EdgeStack.Bench.SideBySide.Measuring;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>Edits one of the gateway's route files ten times a second, while the hosts of all others are asked for and WebSockets echo.</summary>
/// <param name="backends">What stands behind the gateway.</param>
/// <param name="edits">How many.</param>
internal sealed class ReloadTrial(Backends backends, int edits)
{
    public const string Name = "reloads";

    private const int Hosts = 10_000, WebSockets = 50;

    // An edit adds a host and takes the one away that has been there for so many edits: long enough to be seen by who asks for it.
    private const int HostsInEditedFile = 100;

    private const string EchoHost = "echo.example";

    private static readonly TimeSpan BetweenEdits = TimeSpan.FromMilliseconds(100), EffectLimit = TimeSpan.FromSeconds(10), WarmUp = TimeSpan.FromSeconds(2);

    /// <param name="gateway">Whose routes are edited.</param>
    /// <param name="load">What is asked for meanwhile.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<ReloadFigures> RunAsync(Contestant gateway, ReloadLoad load, CancellationToken cancellation)
    {
        await using RunningProxy proxy = new(gateway, backends, Hosts);
        await proxy.StartAsync(cancellation, () =>
        {
            proxy.Write("routes/echo.yaml", EdgeStackGateway.Document([EchoHost], backends.Echo));
            proxy.Write("routes/edited.yaml", Edited(0));
        });
        WrkRequests stable = new() { Script = WrkScripts.OneHostAfterTheOther(Hosts) };
        LoadResult peak = await Wrk.RunAsync(proxy.Site, stable, WarmUp, cancellation);
        TimeSpan duration = edits * BetweenEdits + WarmUp;

        ProcessTree processes = new(proxy.ProcessId);
        await using MemoryWatch memory = new(processes);
        TimeSpan cpu = processes.CpuTime();
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<LoadResult> asking = load switch
        {
            ReloadLoad.None => Task.FromResult(new LoadResult(0, 0, TimeSpan.Zero, TimeSpan.Zero, 0)),
            ReloadLoad.Half => PacedLoad.RunAsync(proxy.Site.Port, proxy.Site.HostNames, stable.Connections, peak.PerSecond / 2, duration, done.Token),
            _ => Wrk.RunAsync(proxy.Site, stable, duration, done.Token),
        };
        Task<int> dropped = SteadyEcho.RunAsync(proxy.Site.Port, EchoHost, WebSockets, done.Token);
        long start = Stopwatch.GetTimestamp();
        Latencies effects;
        TimeSpan elapsed;
        LoadResult requests;
        try
        {
            effects = await EditAsync(proxy, done.Token);
            elapsed = Stopwatch.GetElapsedTime(start);
            requests = await asking;
        }
        finally
        {
            // What fails must not go on asking while the next is measured.
            await done.CancelAsync();
            proxy.MustRun();
        }

        return new ReloadFigures
        {
            Load = load,
            Routes = Hosts + HostsInEditedFile + 1,
            Edits = edits,
            Elapsed = elapsed,
            CpuPerEdit = (processes.CpuTime() - cpu) / edits,
            EffectP50 = effects.Percentile(50),
            EffectP99 = effects.Percentile(99),
            EffectMost = effects.Percentile(100),
            WithoutEffect = edits - effects.Count,
            Requests = requests.Requests,
            FailedRequests = requests.Errors,
            WebSockets = WebSockets,
            DroppedWebSockets = await dropped,
            PeakBytes = memory.PeakBytes,
        };
    }

    private static string EditedHost(int number) => $"edited{number}.example";

    /// <summary>The document after so many edits; each has brought its last host.</summary>
    private string Edited(int made) => EdgeStackGateway.Document(Enumerable.Range(made, HostsInEditedFile).Select(EditedHost), backends.Http);

    private async Task<Latencies> EditAsync(RunningProxy proxy, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(BetweenEdits, TimeProvider.System);
        List<Task<TimeSpan?>> watching = [];
        for (int edit = 1; edit <= edits && await timer.WaitForNextTickAsync(cancellation); edit++)
        {
            KeptConnection connection = await KeptConnection.OpenAsync(proxy.Site.Port, cancellation);
            long from = Stopwatch.GetTimestamp();
            proxy.Write("routes/edited.yaml", Edited(edit));
            watching.Add(WatchAsync(connection, EditedHost(edit + HostsInEditedFile - 1), from, cancellation));
        }

        Latencies effects = new();
        foreach (TimeSpan? effect in await Task.WhenAll(watching))
        {
            if (effect is { } seen)
                effects.Add(seen);
        }

        return effects;
    }

    private static async Task<TimeSpan?> WatchAsync(KeptConnection connection, string host, long from, CancellationToken cancellation)
    {
        using (connection)
            return await connection.AnswersAsync(host, EffectLimit, cancellation) ? Stopwatch.GetElapsedTime(from) : null;
    }
}
