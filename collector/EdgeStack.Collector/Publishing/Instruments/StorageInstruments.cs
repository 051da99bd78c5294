using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>Disks and file systems: https://opentelemetry.io/docs/specs/semconv/system/system-metrics/.</summary>
internal static class StorageInstruments
{
    private const string Device = "system.device=device", Read = "disk.io.direction='read'", Write = "disk.io.direction='write'";

    public static ImmutableArray<Instrument> All { get; } =
    [
        new("system.disk.io", Counter, "By", "Bytes that were read from and written to a disk.", Each("node_disk_read_bytes_total", Device, Read), Each("node_disk_written_bytes_total", Device, Write)),
        new("system.disk.operations", Counter, "{operation}", "Operations of a disk that ended.", Each("node_disk_reads_completed_total", Device, Read), Each("node_disk_writes_completed_total", Device, Write)),
        new("system.disk.io_time", Counter, "s", "Time for which a disk was busy.", Each("node_disk_io_time_seconds_total", Device)),
        new("system.disk.operation_time", Counter, "s", "Time that operations of a disk took, added up.", Each("node_disk_read_time_seconds_total", Device, Read), Each("node_disk_write_time_seconds_total", Device, Write)),
        new("system.disk.merged", Counter, "{operation}", "Operations of a disk that were merged into others.", Each("node_disk_reads_merged_total", Device, Read), Each("node_disk_writes_merged_total", Device, Write)),
        new("system.filesystem.limit", UpDownCounter, "By", "Size of a file system.",
            Each("node_filesystem_size_bytes", Device, "system.filesystem.mountpoint=mountpoint", "system.filesystem.type=fstype")),
        new("system.filesystem.usage", UpDownCounter, "By", "Space of a file system, by state; reserved is what only root can use.", Computed(Usage)),
    ];

    private static IEnumerable<ExportedPoint> Usage(BoardReading board)
    {
        Dictionary<string, ReadSample> free = ByMount(board, "node_filesystem_free_bytes"), available = ByMount(board, "node_filesystem_avail_bytes");
        foreach (ReadSample size in board.Of("node_filesystem_size_bytes"))
        {
            if (!free.TryGetValue(Mount(size), out ReadSample unused) || !available.TryGetValue(Mount(size), out ReadSample usable))
                continue;
            yield return Of("used", size.Value - unused.Value);
            yield return Of("free", usable.Value);
            yield return Of("reserved", unused.Value - usable.Value);

            ExportedPoint Of(string state, double bytes) => new(bytes, size.At,
            [
                new PointAttribute("system.device", size.Label("device")), new PointAttribute("system.filesystem.mountpoint", size.Label("mountpoint")), new PointAttribute("system.filesystem.type", size.Label("fstype")),
                new PointAttribute("system.filesystem.state", state),
            ]);
        }
    }

    private static Dictionary<string, ReadSample> ByMount(BoardReading board, string family)
    {
        Dictionary<string, ReadSample> found = new(StringComparer.Ordinal);
        foreach (ReadSample sample in board.Of(family))
            found[Mount(sample)] = sample;
        return found;
    }

    private static string Mount(ReadSample sample) => $"{sample.Label("mountpoint")}\0{sample.Label("device")}\0{sample.Label("fstype")}";
}
