using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>Processors, memory, paging, pressure: https://opentelemetry.io/docs/specs/semconv/system/system-metrics/.</summary>
internal static class MachineInstruments
{
    public static ImmutableArray<Instrument> All { get; } =
    [
        new("system.uptime", Gauge, "s", "Time since the machine started.", Computed(Uptime)),
        new("system.cpu.time", Counter, "s", "Time that each processor spent, by what it did.", Each("node_cpu_seconds_total", "cpu.logical_number=cpu", "cpu.mode=mode")),
        new("system.cpu.logical.count", UpDownCounter, "{cpu}", "Processors that are on.", Computed(Processors)),
        new("system.cpu.frequency", Gauge, "Hz", "Clock of a processor, as its governor asks for it.", Each("node_cpu_scaling_frequency_hertz", "cpu.logical_number=cpu")),
        new("system.cpu.load_average.1m", Gauge, "{thread}", "Threads that run or wait for a processor or a disk, averaged over a minute.", Each("node_load1")),
        new("system.cpu.load_average.5m", Gauge, "{thread}", "The same over five minutes.", Each("node_load5")),
        new("system.cpu.load_average.15m", Gauge, "{thread}", "The same over a quarter of an hour.", Each("node_load15")),
        new("system.process.count", UpDownCounter, "{process}", "Processes, by state.", Each("node_processes_state", "process.state=state")),
        new("system.memory.limit", UpDownCounter, "By", "Memory that the machine has.", Each("node_memory_MemTotal_bytes")),
        new("system.memory.usage", UpDownCounter, "By", "Memory, by what it is used for.", Computed(Memory)),
        new("system.memory.linux.available", UpDownCounter, "By", "Memory that programs can have without swapping.", Each("node_memory_MemAvailable_bytes")),
        new("system.memory.linux.slab.usage", UpDownCounter, "By", "The kernel's own memory for objects.",
            Each("node_memory_SReclaimable_bytes", "system.memory.linux.slab.state='reclaimable'"), Each("node_memory_SUnreclaim_bytes", "system.memory.linux.slab.state='unreclaimable'")),
        new("system.paging.usage", UpDownCounter, "By", "Swap space, by state.", Computed(Swap)),
        new("system.paging.faults", Counter, "{fault}", "Page faults; major ones waited for a disk.",
            Each("node_vmstat_pgmajfault", "system.paging.fault.type='major'"), Computed(MinorFaults)),
        new("system.paging.operations", Counter, "{operation}", "Pages that were swapped.",
            Each("node_vmstat_pswpin", "system.paging.direction='in'"), Each("node_vmstat_pswpout", "system.paging.direction='out'")),
        new("edgestack.pressure.time", Counter, "s", "Time for which some or all tasks waited for a resource.",
            Each("node_pressure_cpu_waiting_seconds_total", "edgestack.pressure.resource='cpu'", "edgestack.pressure.tasks='some'"),
            Each("node_pressure_memory_waiting_seconds_total", "edgestack.pressure.resource='memory'", "edgestack.pressure.tasks='some'"),
            Each("node_pressure_memory_stalled_seconds_total", "edgestack.pressure.resource='memory'", "edgestack.pressure.tasks='all'"),
            Each("node_pressure_io_waiting_seconds_total", "edgestack.pressure.resource='io'", "edgestack.pressure.tasks='some'"),
            Each("node_pressure_io_stalled_seconds_total", "edgestack.pressure.resource='io'", "edgestack.pressure.tasks='all'")),
    ];

    private static IEnumerable<ExportedPoint> Uptime(BoardReading board)
    {
        if (board.One("node_time_seconds") is { } now && board.One("node_boot_time_seconds") is { } boot && now.Value >= boot.Value)
            yield return new ExportedPoint(now.Value - boot.Value, now.At, []);
    }

    private static IEnumerable<ExportedPoint> Processors(BoardReading board)
    {
        ReadSample[] idle = [.. board.Of("node_cpu_seconds_total").Where(sample => sample.Label("mode") == "idle")];
        return idle.Length == 0 ? [] : [new ExportedPoint(idle.Length, idle[0].At, [])];
    }

    // Cached with what the kernel gives back of its own, and used for the rest: the states add up to the limit.
    private static IEnumerable<ExportedPoint> Memory(BoardReading board)
    {
        if (board.One("node_memory_MemTotal_bytes") is not { } total || board.One("node_memory_MemFree_bytes") is not { } free)
            yield break;
        double buffers = board.One("node_memory_Buffers_bytes")?.Value ?? 0;
        double cached = (board.One("node_memory_Cached_bytes")?.Value ?? 0) + (board.One("node_memory_SReclaimable_bytes")?.Value ?? 0);
        yield return Of("used", Math.Max(total.Value - free.Value - buffers - cached, 0));
        yield return Of("free", free.Value);
        yield return Of("buffers", buffers);
        yield return Of("cached", cached);

        ExportedPoint Of(string state, double bytes) => new(bytes, total.At, [new PointAttribute("system.memory.state", state)]);
    }

    private static IEnumerable<ExportedPoint> Swap(BoardReading board)
    {
        if (board.One("node_memory_SwapTotal_bytes") is not { } total || board.One("node_memory_SwapFree_bytes") is not { } free)
            yield break;
        yield return new ExportedPoint(total.Value - free.Value, total.At, [new PointAttribute("system.paging.state", "used")]);
        yield return new ExportedPoint(free.Value, total.At, [new PointAttribute("system.paging.state", "free")]);
    }

    // The kernel counts all, and the major ones besides.
    private static IEnumerable<ExportedPoint> MinorFaults(BoardReading board)
    {
        if (board.One("node_vmstat_pgfault") is { } all && board.One("node_vmstat_pgmajfault") is { } major)
            yield return new ExportedPoint(Math.Max(all.Value - major.Value, 0), all.At, [new PointAttribute("system.paging.fault.type", "minor")]);
    }
}
