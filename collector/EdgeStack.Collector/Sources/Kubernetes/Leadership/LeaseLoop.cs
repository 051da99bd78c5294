using System.Diagnostics.Metrics;

namespace EdgeStack.Collector.Sources.Kubernetes.Leadership;

/// <summary>Keeps the lease for as long as the program runs, and gives it back at its end.</summary>
internal sealed class LeaseLoop : BackgroundService
{
    private static readonly TimeSpan AtTheEnd = TimeSpan.FromSeconds(3);

    private readonly LeaseKeeper _keeper;
    private readonly TimeProvider _time;

    public LeaseLoop(LeaseKeeper keeper, ClusterLease lease, IMeterFactory meters, TimeProvider time)
    {
        (_keeper, _time) = (keeper, time);
        meters.Create("EdgeStack.Collector.Leadership").CreateObservableGauge(
            "edgestack_collector_lease_held", () => new Measurement<int>(lease.IsHeld ? 1 : 0, new KeyValuePair<string, object?>("lease", lease.Name)), null, "1 while this replica holds the lease.");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using CancellationTokenSource patience = new(AtTheEnd, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _keeper.ReleaseAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Another one gets it when it is over.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
            await Task.Delay(await _keeper.TryAsync(stoppingToken), _time, stoppingToken);
    }
}
