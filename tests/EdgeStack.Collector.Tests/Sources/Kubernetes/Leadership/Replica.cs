using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Leadership;

/// <summary>One of several that want the same lease, with a clock of its own.</summary>
internal sealed class Replica : IDisposable
{
    public Replica(string kubeconfig, string holder, FakeTimeProvider time)
    {
        Time = time;
        Api = KubernetesApi.Connect(new() { Kubeconfig = kubeconfig }, TimeProvider.System, NullLoggerFactory.Instance);
        Lease = new ClusterLease($"{Api.Namespace}/collector", time);
        Keeper = new LeaseKeeper(Api, Lease, "collector", holder, time, NullLogger<LeaseKeeper>.Instance);
    }

    public FakeTimeProvider Time { get; }

    public KubernetesApi Api { get; }

    public ClusterLease Lease { get; }

    public LeaseKeeper Keeper { get; }

    /// <summary>What it would show: the cluster, or why not.</summary>
    public string Shows => Lease.Refusal?.ToString() ?? "the cluster";

    public Task<TimeSpan> TryAsync() => Keeper.TryAsync(TestContext.Current.CancellationToken);

    public void Dispose() => Api.Dispose();
}
