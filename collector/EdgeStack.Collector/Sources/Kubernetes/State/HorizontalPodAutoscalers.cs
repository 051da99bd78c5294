using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>HorizontalPodAutoscalers: their bounds and where they are. What is read of them is the same in all versions.</summary>
internal static class HorizontalPodAutoscalers
{
    private const string Plural = "horizontalpodautoscalers";

    private static readonly Family
        Least = Gauge("kube_horizontalpodautoscaler_spec_min_replicas", "Pods that the autoscaler does not go below."),
        Most = Gauge("kube_horizontalpodautoscaler_spec_max_replicas", "Pods that the autoscaler does not go above."),
        Current = Gauge("kube_horizontalpodautoscaler_status_current_replicas", "Pods that the autoscaler sees."),
        Wanted = Gauge("kube_horizontalpodautoscaler_status_desired_replicas", "Pods that the autoscaler wants.");

    public static ObjectKind Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        Family labels = Family.Gauge(
            "kube_horizontalpodautoscaler_labels", "An autoscaler, with those of its labels that are allowed.", ["namespace", "horizontalpodautoscaler", .. allowed.Names]);
        return new WatchedKind<Autoscaler>(
            Plural, ["autoscaling/v2", "autoscaling/v2beta2", "autoscaling/v1"], item => new Autoscaler(item, allowed), (samples, scaler) => Write(samples, scaler, labels), time);
    }

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "namespace", "horizontalpodautoscaler");

    private static void Write(SampleWriter samples, Autoscaler scaler, Family labels)
    {
        (string space, string name) = scaler.Key;
        samples.Add(labels, 1, [space, name, .. scaler.LabelValues]);
        if (scaler.Least is { } least)
            samples.Add(Least, least, space, name);
        if (scaler.Most is { } most)
            samples.Add(Most, most, space, name);
        if (scaler.Current is { } current)
            samples.Add(Current, current, space, name);
        if (scaler.Wanted is { } wanted)
            samples.Add(Wanted, wanted, space, name);
    }

    private sealed class Autoscaler(JsonElement item, AllowedLabels labels) : ClusterObject(item, labels)
    {
        public double? Least { get; } = item.At("spec").Number("minReplicas");

        public double? Most { get; } = item.At("spec").Number("maxReplicas");

        public double? Current { get; } = item.At("status").Number("currentReplicas");

        public double? Wanted { get; } = item.At("status").Number("desiredReplicas");
    }
}
