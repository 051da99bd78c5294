using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>DaemonSets: on how many nodes they should run and do.</summary>
internal static class DaemonSets
{
    private const string Plural = "daemonsets";

    private static readonly Family
        Wanted = Gauge("kube_daemonset_status_desired_number_scheduled", "Nodes that should run a pod of the daemon set."),
        Ready = Gauge("kube_daemonset_status_number_ready", "Nodes on which a pod of the daemon set is ready."),
        Available = Gauge("kube_daemonset_status_number_available", "Nodes on which a pod of the daemon set has been ready for as long as it asks for."),
        Unavailable = Gauge("kube_daemonset_status_number_unavailable", "Nodes that should run a pod of the daemon set and have none that is available.");

    public static ObjectKind Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        Family labels = Family.Gauge("kube_daemonset_labels", "A daemon set, with those of its labels that are allowed.", ["namespace", "daemonset", .. allowed.Names]);
        return new WatchedKind<DaemonSet>(Plural, ["apps/v1"], item => new DaemonSet(item, allowed), (samples, set) => Write(samples, set, labels), time);
    }

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "namespace", "daemonset");

    private static void Write(SampleWriter samples, DaemonSet set, Family labels)
    {
        (string space, string name) = set.Key;
        samples.Add(labels, 1, [space, name, .. set.LabelValues]);
        samples.Add(Wanted, set.Wanted, space, name);
        samples.Add(Ready, set.Ready, space, name);
        samples.Add(Available, set.Available, space, name);
        samples.Add(Unavailable, set.Unavailable, space, name);
    }

    private sealed class DaemonSet(JsonElement item, AllowedLabels labels) : ClusterObject(item, labels)
    {
        public double Wanted { get; } = item.At("status").Number("desiredNumberScheduled") ?? 0;

        public double Ready { get; } = item.At("status").Number("numberReady") ?? 0;

        public double Available { get; } = item.At("status").Number("numberAvailable") ?? 0;

        public double Unavailable { get; } = item.At("status").Number("numberUnavailable") ?? 0;
    }
}
