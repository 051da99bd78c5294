using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>What is particular about node_exporter. A part of the host that is compared strictly and under its own name needs no line here.</summary>
internal static class NodeExporter
{
    public const string Program = "prometheus-node-exporter";

    /// <summary>Parts of ours that are one collector with another part there.</summary>
    public static IReadOnlyDictionary<string, string> CollectorOfPart { get; } = new Dictionary<string, string>
    {
        ["cpu_info"] = "cpu",
    };

    /// <summary>Options beyond <c>--collector.NAME</c>.</summary>
    public static IReadOnlyList<string> Options { get; } =
    [
        "--collector.cpu.info",
        // Debian's package leaves out more mounts than its source does (/mnt, /media, /run), and knows zram by its older default.
        "--collector.filesystem.mount-points-exclude=^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+|run/k3s/containerd/.+|var/lib/kubelet/pods/.+|var/lib/rancher/.+)($|/)",
        @"--collector.diskstats.device-exclude=^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$",
        // Debian's package leaves out lo; ours are the devices of pods.
        "--collector.netdev.device-exclude=^veth.*$",
        "--collector.netclass.ignored-devices=^veth.*$",
        "--collector.netclass.ignore-invalid-speed",
    ];

    public static IReadOnlyList<Tolerance> Tolerances { get; } =
    [
        new("node_procs_running", 50, "Whoever reads it runs, and so do other tests."),
        new("node_procs_blocked", 10, "Disks are waited for by milliseconds."),
        new("node_tcp_connection_states{state=\"*_queued_bytes\"}", 1e7, "What is on its way between two processes, and the answers of the exporter itself; and theirs counts the backlogs of listeners, which are connections, as bytes."),
    ];

    public static IReadOnlyList<KnownDifference> KnownDifferences { get; } =
    [
        new("node_exporter_build_info*", "only theirs*", "Its labels say which program answers: theirs is node_exporter of some version, ours is not."),
        new("node_cpu_online*", "only ours*", "Came with node_exporter 1.9, which shows none where the first processor cannot be switched off; that one is on."),
        new("node_netstat_Tcp_MaxConn", "only ours*", "node_exporter leaves it out unless told otherwise, and the dashboard Node Exporter Full asks for it."),
        new("node_netstat_TcpExt_TCPOFOQueue", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_netstat_TcpExt_TCPRcvQDrop", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_softnet_cpu_collision_total*", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_softnet_received_rps_total*", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_softnet_flow_limit_count_total*", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_softnet_backlog_len*", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_tcp_connection_states*", "only ours: 0", "A state that no socket is in is 0 with us, and not there with node_exporter: a graph that ends at 0 is easier to read than one that ends."),
        new("node_pressure_irq_stalled_seconds_total", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_os_support_end_timestamp_seconds", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_cpu_isolated*", "only ours*", "Debian's version looks for isolated processors only when it starts, and below its own /sys."),
        new("node_cpu_scaling_governor*", "only ours*", "Came with a later node_exporter than 1.5."),
        new("node_processes_state{state=\"R\"}", "*", "Whoever reads is running while it reads: node_exporter counts itself, and between its readings we do."),
        new("node_processes_state{state=\"S\"}", "theirs *", "The same, from the other side."),
        new("node_processes_threads_state*", "only theirs*", "Takes a file for every thread of the machine, and no dashboard asks for it."),
        new("node_network_info{*", "only*", "The label adminstate came with a later node_exporter than 1.5."),
        new("node_network_*{device=\"lo\"}", "only ours*", "Debian's package leaves the loopback device out of netdev, node_exporter itself does not."),
        new("node_network_speed_bytes{*", "only theirs: -125000", "A device without a speed has none with us; node_exporter shows the kernel's -1 times 125,000."),
        new("node_time_zone_offset_seconds*", "only theirs*", "The time zone of the process, which in a container is not the machine's."),
        new("node_disk_info{*", "*", "Debian's version has no label rotational; in newer ones, where a device has no queue of its own, as partitions, ours is empty and theirs is 0."),
        new("node_network_info{*", "*", "Debian's version has no label adminstate."),
        new("node_filesystem_mount_info*", "*", "Debian's version is older than this family."),
    ];

    /// <summary>node_exporter's name of a part of ours.</summary>
    public static string CollectorOf(IHostReading part) => CollectorOfPart.GetValueOrDefault(part.Name, part.Name);

    /// <summary>Whether a version of it has a collector, by what it says about its options.</summary>
    public static bool Has(string help, string collector) =>
        help.Contains($"--collector.{collector} ", StringComparison.Ordinal) || help.Contains($"--[no-]collector.{collector} ", StringComparison.Ordinal);

    /// <summary>Those of the differences that are not known, for a message.</summary>
    public static string Unknown(IReadOnlyDictionary<string, string> differences) => string.Join('\n', differences
        .Where(difference => !KnownDifferences.Any(known => known.Covers(difference.Key, difference.Value))).Select(difference => $"{difference.Key}: {difference.Value}"));
}
