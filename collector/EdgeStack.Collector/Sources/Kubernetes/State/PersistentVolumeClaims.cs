using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>PersistentVolumeClaims: what they ask for and what they got.</summary>
internal static class PersistentVolumeClaims
{
    // Before there was a property for it.
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly string[] Phases = ["Lost", "Bound", "Pending"];

    private static readonly Family
        Described = Gauge("kube_persistentvolumeclaim_info", "A claim, its class and its volume.", "storageclass", "volumename", "volumemode"),
        Phase = Gauge("kube_persistentvolumeclaim_status_phase", "Whether the claim is in this phase.", "phase"),
        Asked = Gauge("kube_persistentvolumeclaim_resource_requests_storage_bytes", "How large a volume the claim asks for.");

    public static ObjectKind Of(TimeProvider time) => new WatchedKind<Claim>("persistentvolumeclaims", ["v1"], item => new Claim(item), Write, time);

    private static Family Gauge(string name, string help, params string[] labels) => Family.Gauge(name, help, ["namespace", "persistentvolumeclaim", .. labels]);

    private static void Write(SampleWriter samples, Claim claim)
    {
        (string space, string name) = claim.Key;
        samples.Add(Described, 1, space, name, claim.Class, claim.Volume, claim.Mode);
        States.Write(samples, Phase, [space, name], claim.Phase, Phases);
        if (claim.Asked is { } asked)
            samples.Add(Asked, asked, space, name);
    }

    private sealed class Claim(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        // An empty class is one that was asked for: no provisioner.
        public string Class { get; } = item.At("metadata").At("annotations").Has(ClassAnnotation) ? item.At("metadata").At("annotations").Text(ClassAnnotation)
            : item.At("spec").Has("storageClassName") ? item.At("spec").Text("storageClassName") : "<none>";

        public string Volume { get; } = item.At("spec").Text("volumeName");

        public string Mode { get; } = item.At("spec").Text("volumeMode");

        public string Phase { get; } = item.At("status").Text("phase");

        public double? Asked { get; } = Quantity.Whole(item.At("spec").At("resources").At("requests").Text("storage"));
    }
}
