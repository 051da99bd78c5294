using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Namespaces: since when they are there, and whether they are being deleted.</summary>
internal static class Namespaces
{
    private const string Plural = "namespaces";

    private static readonly string[] Phases = ["Active", "Terminating"];

    private static readonly Family
        Created = Family.Gauge("kube_namespace_created", "When the namespace was made, in seconds since 1970.", "namespace"),
        Phase = Family.Gauge("kube_namespace_status_phase", "Whether the namespace is in this phase.", "namespace", "phase");

    public static ObjectKind Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        Family labels = Family.Gauge("kube_namespace_labels", "A namespace, with those of its labels that are allowed.", ["namespace", .. allowed.Names]);
        return new WatchedKind<Namespace>(Plural, ["v1"], item => new Namespace(item, allowed), (samples, space) => Write(samples, space, labels), time);
    }

    private static void Write(SampleWriter samples, Namespace space, Family labels)
    {
        samples.Add(labels, 1, [space.Key.Name, .. space.LabelValues]);
        if (space.Created is { } created)
            samples.Add(Created, created, space.Key.Name);
        States.Write(samples, Phase, [space.Key.Name], space.Phase, Phases);
    }

    private sealed class Namespace(JsonElement item, AllowedLabels labels) : ClusterObject(item, labels)
    {
        public double? Created { get; } = item.At("metadata").Time("creationTimestamp");

        public string Phase { get; } = item.At("status").Text("phase");
    }
}
