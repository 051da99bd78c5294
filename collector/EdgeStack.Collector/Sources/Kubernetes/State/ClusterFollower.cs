using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Keeps what is known of the cluster up to date while this replica speaks for it; one that waits for the lease asks for nothing and keeps nothing.</summary>
internal sealed class ClusterFollower(KubernetesApi api, ClusterState cluster, ClusterLease lease, ILogger<ClusterFollower> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await lease.ShownAsync(stoppingToken);
            using CancellationTokenSource another = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            Task following = cluster.FollowAsync(api, logger, another.Token);
            await lease.HiddenAsync(stoppingToken);
            await another.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cluster.Forget();
        }
    }
}
