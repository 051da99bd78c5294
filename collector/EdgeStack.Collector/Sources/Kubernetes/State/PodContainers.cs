using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>The containers of pods: how they are and what they ask for.</summary>
internal static class PodContainers
{
    private static readonly Family
        Described = Gauge("kube_pod_container_info", "A container and its image.", "image", "image_id", "image_spec", "container_id"),
        Running = Gauge("kube_pod_container_status_running", "Whether the container runs."),
        Waiting = Gauge("kube_pod_container_status_waiting", "Whether the container waits to be started."),
        Terminated = Gauge("kube_pod_container_status_terminated", "Whether the container has ended."),
        Ready = Gauge("kube_pod_container_status_ready", "Whether the container is ready for requests."),
        WaitingReason = Gauge("kube_pod_container_status_waiting_reason", "Why the container waits, while it does.", "reason"),
        TerminatedReason = Gauge("kube_pod_container_status_terminated_reason", "Why the container ended, when it has.", "reason"),
        LastReason = Gauge("kube_pod_container_status_last_terminated_reason", "Why the container before this one ended.", "reason"),
        LastExitCode = Gauge("kube_pod_container_status_last_terminated_exitcode", "What the container before this one ended with."),
        Restarts = Family.Counter("kube_pod_container_status_restarts_total", "How often the container was started again.", "namespace", "pod", "uid", "container"),
        Requests = Gauge("kube_pod_container_resource_requests", "What the container is promised of a resource.", "node", "resource", "unit"),
        Limits = Gauge("kube_pod_container_resource_limits", "What the container may use of a resource.", "node", "resource", "unit");

    public static void Write(SampleWriter samples, Pod pod)
    {
        foreach (Container container in pod.Containers)
            Write(samples, pod, container);
        WriteAmounts(samples, Requests, pod, pod.Requests);
        WriteAmounts(samples, Limits, pod, pod.Limits);
    }

    private static Family Gauge(string name, string help, params string[] labels) => Family.Gauge(name, help, ["namespace", "pod", "uid", "container", .. labels]);

    private static void Write(SampleWriter samples, Pod pod, Container container)
    {
        (string space, string name) = pod.Key;
        samples.Add(Described, 1, space, name, pod.Uid, container.Name, container.Image, container.ImageId, container.SpecImage, container.Id);
        samples.Add(Running, container.Running ? 1 : 0, space, name, pod.Uid, container.Name);
        samples.Add(Waiting, container.Waits is not null ? 1 : 0, space, name, pod.Uid, container.Name);
        samples.Add(Terminated, container.Ended is not null ? 1 : 0, space, name, pod.Uid, container.Name);
        samples.Add(Ready, container.Ready ? 1 : 0, space, name, pod.Uid, container.Name);
        samples.Add(Restarts, container.Restarts, space, name, pod.Uid, container.Name);
        WriteReason(samples, WaitingReason, pod, container, container.Waits);
        WriteReason(samples, TerminatedReason, pod, container, container.Ended);
        WriteReason(samples, LastReason, pod, container, container.EndedBefore);
        if (container.LastExitCode is { } code)
            samples.Add(LastExitCode, code, space, name, pod.Uid, container.Name);
    }

    private static void WriteReason(SampleWriter samples, Family family, Pod pod, Container container, string? reason)
    {
        if (reason is not null)
            samples.Add(family, 1, pod.Key.Namespace, pod.Key.Name, pod.Uid, container.Name, reason);
    }

    private static void WriteAmounts(SampleWriter samples, Family family, Pod pod, ImmutableArray<(string Container, ResourceAmount Amount)> amounts)
    {
        foreach ((string container, ResourceAmount amount) in amounts)
            samples.Add(family, amount.Amount, pod.Key.Namespace, pod.Key.Name, pod.Uid, container, pod.NodeName, amount.Resource, amount.Unit);
    }
}
