using System.Collections.Immutable;
using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>ReplicaSets: whose they are, which leads from a pod to its deployment. Of old ones every deployment has ten, so only metadata is asked for.</summary>
internal static class ReplicaSets
{
    private static readonly Family Owned = Family.Gauge("kube_replicaset_owner", "Whom the replica set belongs to.", ["namespace", "replicaset", .. Owner.Labels]);

    public static ObjectKind Of(TimeProvider time) => new WatchedKind<ReplicaSet>("replicasets", ["apps/v1"], item => new ReplicaSet(item), Write, time) { MetadataOnly = true };

    private static void Write(SampleWriter samples, ReplicaSet set) => Owner.Write(samples, Owned, [set.Key.Namespace, set.Key.Name], set.Owners);

    private sealed class ReplicaSet(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        public ImmutableArray<Owner> Owners { get; } = Owner.Of(item);
    }
}
