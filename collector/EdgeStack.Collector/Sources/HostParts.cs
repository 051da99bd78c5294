using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Disks;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Sources.Host.Kernel;
using EdgeStack.Collector.Sources.Host.Memory;
using EdgeStack.Collector.Sources.Host.Network;
using EdgeStack.Collector.Sources.Host.Processors;
using EdgeStack.Collector.Sources.Host.Protocols;
using EdgeStack.Collector.Sources.Host.Sensors;
using EdgeStack.Collector.Sources.Nfs;

namespace EdgeStack.Collector.Sources;

/// <summary>Every part of the machine that can be read, in the order in which they stand on the page. Above the folders of the parts, which use none of each other's.</summary>
internal static class HostParts
{
    /// <summary>Parts that are read only when somebody asks for them: many series, or of little use.</summary>
    public static IReadOnlySet<string> OffByDefault { get; } = new HashSet<string> { "cpu_info", "interrupts", "swap" };

    /// <summary>What is read of the machine in a rhythm or way of its own, and can be switched off like a part.</summary>
    public static IReadOnlySet<string> Beside { get; } = new HashSet<string> { "raspberrypi", "systemd", "textfile" };

    /// <summary>Every part of the machine that we run on, as it is read without any setting.</summary>
    public static IReadOnlyList<IHostReading> All() => All(new NodeOptions(), HostKernel.OfThisMachine());

    public static IReadOnlyList<IHostReading> All(NodeOptions options, HostKernel kernel) =>
    [
        new LoadAverage(),
        new ProcessorTimes(),
        new ProcessorModels(),
        new ProcessorFrequencies(),
        new KernelActivity(),
        new SchedulerTimes(),
        new Interrupts(),
        new MemoryUse(),
        new VirtualMemory(),
        new PressureStalls(),
        new SwapAreas(),
        new DiskStatistics(),
        new StorageHealth(),
        new FileSystemUsage(kernel.Mounts, options.Mounts),
        new NetworkTraffic(options.Network),
        new NetworkLinks(options.Network),
        new ProtocolCounters(),
        new SocketCounts(kernel.PageSize),
        new PacketBacklogs(),
        new UdpQueues(),
        new TcpStates(),
        new ConnectionTracking(),
        new ArpEntries(),
        new HardwareSensors(options.Sensors),
        new ThermalZones(),
        new PowerSupplies(),
        new Watchdogs(),
        new NfsClientStatistics(),
        new NfsServerStatistics(),
        new NfsMounts(kernel.Mounts, options.Mounts),
        new MountStatistics(options.Mounts),
        new ProcessCounts(),
        new HungTasks(),
        new Entropy(),
        new FileHandles(),
        new MachineIdentity(options.Name),
        new OperatingSystemRelease(),
        new WallClock(kernel.Clock),
        new ClockDiscipline(),
        new BuildFacts(),
    ];

    /// <summary>The parts that these options ask for.</summary>
    public static IReadOnlyList<IHostReading> Wanted(NodeOptions options, HostKernel kernel) =>
        [.. All(options, kernel).Where(part => !options.Disabled.Contains(part.Name) && (!OffByDefault.Contains(part.Name) || options.Enabled.Contains(part.Name)))];
}
