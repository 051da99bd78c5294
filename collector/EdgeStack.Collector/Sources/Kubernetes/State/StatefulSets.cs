using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>StatefulSets: how many pods there should be and are.</summary>
internal static class StatefulSets
{
    private const string Plural = "statefulsets";

    private static readonly Family
        Wanted = Gauge("kube_statefulset_replicas", "Pods that the stateful set asks for."),
        Made = Gauge("kube_statefulset_status_replicas", "Pods that the stateful set has, ready or not."),
        Ready = Gauge("kube_statefulset_status_replicas_ready", "Pods of the stateful set that are ready.");

    public static ObjectKind Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        Family labels = Family.Gauge("kube_statefulset_labels", "A stateful set, with those of its labels that are allowed.", ["namespace", "statefulset", .. allowed.Names]);
        return new WatchedKind<StatefulSet>(Plural, ["apps/v1"], item => new StatefulSet(item, allowed), (samples, set) => Write(samples, set, labels), time);
    }

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "namespace", "statefulset");

    private static void Write(SampleWriter samples, StatefulSet set, Family labels)
    {
        (string space, string name) = set.Key;
        samples.Add(labels, 1, [space, name, .. set.LabelValues]);
        if (set.Wanted is { } wanted)
            samples.Add(Wanted, wanted, space, name);
        samples.Add(Made, set.Made, space, name);
        samples.Add(Ready, set.Ready, space, name);
    }

    private sealed class StatefulSet(JsonElement item, AllowedLabels labels) : ClusterObject(item, labels)
    {
        public double? Wanted { get; } = item.At("spec").Number("replicas");

        public double Made { get; } = item.At("status").Number("replicas") ?? 0;

        public double Ready { get; } = item.At("status").Number("readyReplicas") ?? 0;
    }
}
