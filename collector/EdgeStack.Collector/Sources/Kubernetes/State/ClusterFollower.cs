using EdgeStack.Kubernetes;
using Microsoft.Extensions.Hosting;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Keeps what is known of the cluster up to date for as long as the program runs.</summary>
internal sealed class ClusterFollower(KubernetesApi api, ClusterState cluster, ILogger<ClusterFollower> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => cluster.FollowAsync(api, logger, stoppingToken);
}
