using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources;

/// <summary>Names by which well-known dashboards ask for families that exporters call otherwise.</summary>
internal static class DashboardNames
{
    /// <summary>Names that dashboards of today use and exporters of today do not.</summary>
    public static ImmutableArray<FamilyAlias> Drifted { get; } =
    [
        new("node_kernel_hung_tasks_total", "node_kernel_hung_tasks"),
        new("kube_horizontalpodautoscaler_labels", "kube_hpa_labels"),
        new("mysql_info_schema_processlist_threads", "mysql_info_schema_threads"),
    ];

    /// <summary>node_exporter's names before 0.16, of 2018, when units came into them: many more series, for old dashboards only.</summary>
    public static ImmutableArray<FamilyAlias> BeforeUnits { get; } =
    [
        new("node_cpu_seconds_total", "node_cpu"),
        new("node_boot_time_seconds", "node_boot_time"),
        new("node_time_seconds", "node_time"),
        new("node_intr_total", "node_intr"),
        new("node_context_switches_total", "node_context_switches"),
        new("node_forks_total", "node_forks"),
        .. Bytes("node_memory_", "MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached", "SwapTotal", "SwapFree", "SwapCached", "Slab", "Dirty", "Shmem", "Active", "Inactive", "Mapped", "PageTables"),
        .. Bytes("node_filesystem_", "size", "free", "avail"),
        .. Totals("node_network_receive_", "bytes", "packets", "errs", "drop"),
        .. Totals("node_network_transmit_", "bytes", "packets", "errs", "drop"),
        .. Totals("node_disk_", "reads_completed", "reads_merged", "writes_completed", "writes_merged"),
        new("node_disk_read_bytes_total", "node_disk_bytes_read"),
        new("node_disk_written_bytes_total", "node_disk_bytes_written"),
        new("node_disk_read_time_seconds_total", "node_disk_read_time_ms", 1000),
        new("node_disk_write_time_seconds_total", "node_disk_write_time_ms", 1000),
        new("node_disk_io_time_seconds_total", "node_disk_io_time_ms", 1000),
        new("node_disk_io_time_weighted_seconds_total", "node_disk_io_time_weighted", 1000),
    ];

    private static IEnumerable<FamilyAlias> Bytes(string beginning, params string[] names) => names.Select(name => new FamilyAlias($"{beginning}{name}_bytes", beginning + name));

    private static IEnumerable<FamilyAlias> Totals(string beginning, params string[] names) => names.Select(name => new FamilyAlias($"{beginning}{name}_total", beginning + name));
}
