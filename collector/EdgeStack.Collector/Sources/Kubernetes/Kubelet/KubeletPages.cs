using System.Collections.Immutable;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>What is shown of kubelets: of several thousand series of a node, those that dashboards ask for.</summary>
internal static class KubeletPages
{
    private static readonly ImmutableArray<string>
        OfContainers = ["container", "id", "image", "name", "namespace", "pod"],
        OfMachines = ["boot_id", "machine_id", "system_uuid"],
        OfVolumes = ["namespace", "persistentvolumeclaim"];

    /// <summary>What containers use, from control groups.</summary>
    public static KubeletPage Cadvisor { get; } = new("cadvisor", "metrics/cadvisor", hasControlGroups: true,
    [
        KeptFamily.Counter("container_cpu_usage_seconds_total", "Processor time that the container used.", [.. OfContainers, "cpu"]),
        KeptFamily.Counter("container_cpu_cfs_periods_total", "Periods in which the container's processor limit was looked at.", OfContainers),
        KeptFamily.Counter("container_cpu_cfs_throttled_periods_total", "Periods in which the container was held back by its processor limit.", OfContainers),
        KeptFamily.Counter("container_cpu_cfs_throttled_seconds_total", "Time for which the container was held back by its processor limit.", OfContainers),
        KeptFamily.Gauge("container_memory_working_set_bytes", "Memory of the container that cannot be taken back at once; what the node's eviction looks at.", OfContainers),
        KeptFamily.Gauge("container_memory_rss", "Memory of the container that is no copy of a file, in bytes.", OfContainers),
        KeptFamily.Gauge("container_memory_cache", "Copies of files that count as the container's memory, in bytes.", OfContainers),
        KeptFamily.Gauge("container_spec_memory_limit_bytes", "The container's memory limit; 0 without one.", OfContainers),
        KeptFamily.Counter("container_oom_events_total", "Processes of the container that were killed for lack of memory.", OfContainers),
        KeptFamily.Counter("container_network_receive_bytes_total", "Bytes that the pod received.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_receive_packets_total", "Packets that the pod received.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_receive_packets_dropped_total", "Packets for the pod that were dropped.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_receive_errors_total", "Packets for the pod that were wrong.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_transmit_bytes_total", "Bytes that the pod sent.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_transmit_packets_total", "Packets that the pod sent.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_transmit_packets_dropped_total", "Packets of the pod that were dropped.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_network_transmit_errors_total", "Packets of the pod that could not be sent.", [.. OfContainers, "interface"]),
        KeptFamily.Counter("container_fs_reads_bytes_total", "Bytes that the container read from a disk.", [.. OfContainers, "device"]),
        KeptFamily.Counter("container_fs_writes_bytes_total", "Bytes that the container wrote to a disk.", [.. OfContainers, "device"]),
        KeptFamily.Gauge("container_fs_usage_bytes", "Bytes of a disk that the container occupies.", [.. OfContainers, "device"]),
        KeptFamily.Counter("container_pressure_cpu_waiting_seconds_total", "Time for which some of the container's tasks waited for a processor.", OfContainers),
        KeptFamily.Counter("container_pressure_cpu_stalled_seconds_total", "Time for which all of the container's tasks waited for a processor.", OfContainers),
        KeptFamily.Counter("container_pressure_memory_waiting_seconds_total", "Time for which some of the container's tasks waited for memory.", OfContainers),
        KeptFamily.Counter("container_pressure_memory_stalled_seconds_total", "Time for which all of the container's tasks waited for memory.", OfContainers),
        KeptFamily.Counter("container_pressure_io_waiting_seconds_total", "Time for which some of the container's tasks waited for a disk.", OfContainers),
        KeptFamily.Counter("container_pressure_io_stalled_seconds_total", "Time for which all of the container's tasks waited for a disk.", OfContainers),
        KeptFamily.Gauge("machine_cpu_cores", "Processors of the node.", OfMachines),
        KeptFamily.Gauge("machine_memory_bytes", "Memory of the node.", OfMachines),
    ]);

    /// <summary>What nodes and pods use as wholes. What it says of containers, <see cref="Cadvisor"/> says under the same names with more labels.</summary>
    public static KubeletPage Resource { get; } = new("resource", "metrics/resource", hasControlGroups: false,
    [
        KeptFamily.Counter("node_cpu_usage_seconds_total", "Processor time that the node used, as its kubelet counts."),
        KeptFamily.Gauge("node_memory_working_set_bytes", "Memory of the node that cannot be taken back at once, as its kubelet counts."),
        KeptFamily.Gauge("node_swap_usage_bytes", "Swapped memory of the node, as its kubelet counts."),
        KeptFamily.Counter("pod_cpu_usage_seconds_total", "Processor time that the pod used.", "namespace", "pod"),
        KeptFamily.Gauge("pod_memory_working_set_bytes", "Memory of the pod that cannot be taken back at once.", "namespace", "pod"),
        KeptFamily.Gauge("pod_swap_usage_bytes", "Swapped memory of the pod.", "namespace", "pod"),
        KeptFamily.Gauge("container_start_time_seconds", "When the container was started, in seconds since 1970.", "container", "namespace", "pod"),
        KeptFamily.Gauge("container_swap_usage_bytes", "Swapped memory of the container.", "container", "namespace", "pod"),
        KeptFamily.Gauge("container_swap_limit_bytes", "Memory of the container that may be swapped.", "container", "namespace", "pod"),
        KeptFamily.Gauge("resource_scrape_error", "1 when the kubelet could not find out what is used."),
        KeptFamily.Gauge("scrape_error", "1 when the kubelet could not find out what is used; its name before Kubernetes 1.29."),
    ]);

    /// <summary>The kubelet's own. On k3s this page has the metrics of every part of it.</summary>
    public static KubeletPage Kubelet { get; } = new("kubelet", "metrics", hasControlGroups: false,
    [
        KeptFamily.Gauge("kubelet_volume_stats_capacity_bytes", "Size of the claim's file system.", OfVolumes),
        KeptFamily.Gauge("kubelet_volume_stats_used_bytes", "What is used of the claim's file system.", OfVolumes),
        KeptFamily.Gauge("kubelet_volume_stats_available_bytes", "What is free in the claim's file system.", OfVolumes),
        KeptFamily.Gauge("kubelet_volume_stats_inodes", "Files that fit into the claim's file system.", OfVolumes),
        KeptFamily.Gauge("kubelet_volume_stats_inodes_used", "Files in the claim's file system.", OfVolumes),
        KeptFamily.Gauge("kubelet_volume_stats_inodes_free", "Files that the claim's file system has room for.", OfVolumes),
        KeptFamily.Gauge("kubelet_running_pods", "Pods that run on the node."),
        KeptFamily.Gauge("kubelet_running_containers", "Containers on the node, by what they do.", "container_state"),
        KeptFamily.Gauge("kubelet_node_name", "A node that has a kubelet."),
        KeptFamily.Gauge("k3s_certificate_expiration_seconds", "Seconds until a certificate of k3s ends.", "subject", "usages"),
    ]);

    public static ImmutableArray<KubeletPage> All { get; } = [Cadvisor, Resource, Kubelet];
}
