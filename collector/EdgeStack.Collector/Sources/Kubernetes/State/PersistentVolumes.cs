using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>PersistentVolumes: how large they are and whether anybody has them.</summary>
internal static class PersistentVolumes
{
    private static readonly string[] Phases = ["Pending", "Available", "Bound", "Released", "Failed"];

    private static readonly Family
        Capacity = Family.Gauge("kube_persistentvolume_capacity_bytes", "Size of the volume.", "persistentvolume"),
        Phase = Family.Gauge("kube_persistentvolume_status_phase", "Whether the volume is in this phase.", "persistentvolume", "phase");

    public static ObjectKind Of(TimeProvider time) => new WatchedKind<Volume>("persistentvolumes", ["v1"], item => new Volume(item), Write, time);

    private static void Write(SampleWriter samples, Volume volume)
    {
        if (volume.Capacity is { } capacity)
            samples.Add(Capacity, capacity, volume.Key.Name);
        States.Write(samples, Phase, [volume.Key.Name], volume.Phase, Phases);
    }

    private sealed class Volume(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        public double? Capacity { get; } = Quantity.Whole(item.At("spec").At("capacity").Text("storage"));

        public string Phase { get; } = item.At("status").Text("phase");
    }
}
