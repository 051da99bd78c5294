using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Pods: what they are and how they are. Their containers are <see cref="PodContainers"/>.</summary>
internal static class Pods
{
    private const string Plural = "pods";

    private static readonly string[]
        Phases = ["Pending", "Succeeded", "Failed", "Unknown", "Running"],
        Classes = ["BestEffort", "Burstable", "Guaranteed"];

    private static readonly Family
        Described = Gauge("kube_pod_info", "A pod and where it runs.", "host_ip", "pod_ip", "node", "created_by_kind", "created_by_name", "priority_class", "host_network"),
        Owned = Gauge("kube_pod_owner", "Whom the pod belongs to.", [.. Owner.Labels]),
        Created = Gauge("kube_pod_created", "When the pod was made, in seconds since 1970."),
        Started = Gauge("kube_pod_start_time", "When a kubelet took the pod, in seconds since 1970."),
        Phase = Gauge("kube_pod_status_phase", "Whether the pod is in this phase.", "phase"),
        Reason = Gauge("kube_pod_status_reason", "Whether the pod, a condition of it or one of its containers names this reason.", "reason"),
        QualityOfService = Gauge("kube_pod_status_qos_class", "Whether the pod is of this class, by which it is treated when its node runs short.", "qos_class"),
        Ready = Gauge("kube_pod_status_ready", "Whether the pod's condition Ready has this status.", "condition"),
        Scheduled = Gauge("kube_pod_status_scheduled", "Whether the pod's condition PodScheduled has this status.", "condition");

    public static WatchedKind<Pod> Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        // A series for each pod, and none of the dashboards needs it without labels.
        Family? labels = allowed.Names.IsEmpty ? null : Gauge("kube_pod_labels", "A pod, with those of its labels that are allowed.", [.. allowed.Names]);
        return new WatchedKind<Pod>(Plural, ["v1"], item => new Pod(item, allowed), (samples, pod) => Write(samples, pod, labels), time);
    }

    private static Family Gauge(string name, string help, params string[] labels) => Family.Gauge(name, help, ["namespace", "pod", "uid", .. labels]);

    private static void Write(SampleWriter samples, Pod pod, Family? labels)
    {
        (string space, string name) = pod.Key;
        Owner maker = pod.Owners.FirstOrDefault(owner => owner.IsController);
        samples.Add(
            Described, 1, space, name, pod.Uid, pod.HostAddress, pod.Address, pod.NodeName, maker.Kind ?? "", maker.Name ?? "", pod.PriorityClass, pod.HostNetwork ? "true" : "false");
        Owner.Write(samples, Owned, [space, name, pod.Uid], pod.Owners);
        if (labels is not null)
            samples.Add(labels, 1, [space, name, pod.Uid, .. pod.LabelValues]);
        if (pod.Created is { } created)
            samples.Add(Created, created, space, name, pod.Uid);
        if (pod.Started is { } started)
            samples.Add(Started, started, space, name, pod.Uid);
        States.Write(samples, Phase, [space, name, pod.Uid], pod.Phase, Phases);
        foreach (string reason in Pod.KnownReasons)
            samples.Add(Reason, pod.Reasons.Contains(reason) ? 1 : 0, space, name, pod.Uid, reason);
        States.Write(samples, QualityOfService, [space, name, pod.Uid], pod.QualityOfService, Classes);
        States.WriteCondition(samples, Ready, [space, name, pod.Uid], pod.Ready);
        States.WriteCondition(samples, Scheduled, [space, name, pod.Uid], pod.Scheduled);
        PodContainers.Write(samples, pod);
    }
}
