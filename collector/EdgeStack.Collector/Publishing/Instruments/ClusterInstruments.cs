using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>
/// Nodes, pods and what controls them: https://opentelemetry.io/docs/specs/semconv/system/k8s-metrics/. Whom a point is about stands in its attributes: one program speaks
/// of all of them, and a resource for each would leave them without a label in Prometheus, which makes no labels of resources.
/// </summary>
internal static class ClusterInstruments
{
    private const string Node = "k8s.node.name=node", Namespace = "k8s.namespace.name=namespace", Pod = "k8s.pod.name=pod", Container = "k8s.container.name=container",
        Deployment = "k8s.deployment.name=deployment", StatefulSet = "k8s.statefulset.name=statefulset", DaemonSet = "k8s.daemonset.name=daemonset", Autoscaler = "k8s.hpa.name=horizontalpodautoscaler",
        Interface = "network.interface.name=interface";

    public static ImmutableArray<Instrument> All { get; } =
    [
        new("k8s.node.cpu.time", Counter, "s", "Processor time that a node used.", Each("node_cpu_usage_seconds_total", Node)),
        new("k8s.node.memory.working_set", UpDownCounter, "By", "Memory of a node that cannot be taken back at once.", Each("node_memory_working_set_bytes", Node)),
        new("k8s.node.condition.status", UpDownCounter, "{node}", "1 for the status in which a node's condition is, 0 for the others.",
            Each("kube_node_status_condition", Node, "k8s.node.condition.type=condition", "k8s.node.condition.status=status")),
        new("k8s.pod.cpu.time", Counter, "s", "Processor time that a pod used.", Each("pod_cpu_usage_seconds_total", Node, Namespace, Pod)),
        new("k8s.pod.memory.working_set", UpDownCounter, "By", "Memory of a pod that cannot be taken back at once.", Each("pod_memory_working_set_bytes", Node, Namespace, Pod)),
        new("k8s.pod.network.io", Counter, "By", "Bytes that a pod received and sent.",
            Each("container_network_receive_bytes_total", Node, Namespace, Pod, Interface, "network.io.direction='receive'") with { Only = IsOfAPod },
            Each("container_network_transmit_bytes_total", Node, Namespace, Pod, Interface, "network.io.direction='transmit'") with { Only = IsOfAPod }),
        new("k8s.pod.status.phase", UpDownCounter, "{pod}", "1 for the phase in which a pod is, 0 for the others.", Each("kube_pod_status_phase", Namespace, Pod, "k8s.pod.status.phase=phase")),
        new("k8s.container.restart.count", UpDownCounter, "{restart}", "How often a container was started again.", Each("kube_pod_container_status_restarts_total", Namespace, Pod, Container)),
        new("k8s.container.ready", UpDownCounter, "{container}", "1 for a container that is ready.", Each("kube_pod_container_status_ready", Namespace, Pod, Container)),
        new("k8s.deployment.pod.desired", UpDownCounter, "{pod}", "Pods that a deployment should have.", Each("kube_deployment_spec_replicas", Namespace, Deployment)),
        new("k8s.deployment.pod.available", UpDownCounter, "{pod}", "Pods of a deployment that can be used.", Each("kube_deployment_status_replicas_available", Namespace, Deployment)),
        new("k8s.statefulset.pod.desired", UpDownCounter, "{pod}", "Pods that a stateful set should have.", Each("kube_statefulset_replicas", Namespace, StatefulSet)),
        new("k8s.statefulset.pod.ready", UpDownCounter, "{pod}", "Pods of a stateful set that are ready.", Each("kube_statefulset_status_replicas_ready", Namespace, StatefulSet)),
        new("k8s.daemonset.node.desired_scheduled", UpDownCounter, "{node}", "Nodes on which a daemon set should run.", Each("kube_daemonset_status_desired_number_scheduled", Namespace, DaemonSet)),
        new("k8s.daemonset.node.ready", UpDownCounter, "{node}", "Nodes on which a daemon set's pod is ready.", Each("kube_daemonset_status_number_ready", Namespace, DaemonSet)),
        new("k8s.hpa.pod.current", UpDownCounter, "{pod}", "Pods that an autoscaler sees.", Each("kube_horizontalpodautoscaler_status_current_replicas", Namespace, Autoscaler)),
        new("k8s.hpa.pod.desired", UpDownCounter, "{pod}", "Pods that an autoscaler wants.", Each("kube_horizontalpodautoscaler_status_desired_replicas", Namespace, Autoscaler)),
        new("k8s.hpa.pod.min", UpDownCounter, "{pod}", "The fewest pods that an autoscaler may want.", Each("kube_horizontalpodautoscaler_spec_min_replicas", Namespace, Autoscaler)),
        new("k8s.hpa.pod.max", UpDownCounter, "{pod}", "The most pods that an autoscaler may want.", Each("kube_horizontalpodautoscaler_spec_max_replicas", Namespace, Autoscaler)),
    ];

    // The node's own interfaces are system.network.io.
    private static bool IsOfAPod(ReadSample sample) => sample.Label("pod").Length > 0;
}
