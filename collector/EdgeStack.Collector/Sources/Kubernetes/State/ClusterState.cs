using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>What the cluster is known to be: every kind of object that families need, each kept up to date by a watch of its own.</summary>
internal sealed class ClusterState
{
    public ClusterState(StateOptions options, TimeProvider time)
    {
        Nodes = State.Nodes.Of(options, time);
        Pods = State.Pods.Of(options, time);
        Kinds =
        [
            Nodes, Pods, Namespaces.Of(options, time), Deployments.Of(options, time), ReplicaSets.Of(time), StatefulSets.Of(options, time), DaemonSets.Of(options, time),
            Jobs.Of(time), CronJobs.Of(time), HorizontalPodAutoscalers.Of(options, time), Services.Of(time), Ingresses.Of(time), NamedObjects.Endpoints(time),
            NamedObjects.NetworkPolicies(options, time), PersistentVolumes.Of(time), PersistentVolumeClaims.Of(time),
            .. options.ConfigMaps ? [NamedObjects.ConfigMaps(time)] : Array.Empty<ObjectKind>(),
            .. options.Secrets ? [NamedObjects.Secrets(time)] : Array.Empty<ObjectKind>(),
        ];
    }

    /// <summary>In the order in which they stand on the page.</summary>
    public IReadOnlyList<ObjectKind> Kinds { get; }

    public WatchedKind<Node> Nodes { get; }

    public WatchedKind<Pod> Pods { get; }

    /// <summary>Keeps it up to date until it is told to stop.</summary>
    /// <exception cref="OperationCanceledException">The only way in which it ends.</exception>
    public Task FollowAsync(KubernetesApi api, ILogger logger, CancellationToken stopping) => Task.WhenAll(Kinds.Select(kind => kind.WatchAsync(api, logger, stopping)));

    /// <summary>Forgets everything, as before the first answer.</summary>
    public void Forget()
    {
        foreach (ObjectKind kind in Kinds)
            kind.Forget();
    }
}
