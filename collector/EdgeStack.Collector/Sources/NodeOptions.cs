using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Sources.Host.Network;
using EdgeStack.Collector.Sources.Host.Sensors;
using EdgeStack.Collector.Sources.Host.Systemd;
using EdgeStack.Collector.Sources.Host.TextFiles;
using EdgeStack.Collector.Sources.RaspberryPi;

namespace EdgeStack.Collector.Sources;

/// <summary>How the machine is read.</summary>
internal sealed class NodeOptions
{
    public HostRoots Roots { get; set; } = new();

    /// <summary>From one reading of a part to the next.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Parts that are read although they are off by default.</summary>
    public IReadOnlyList<string> Enabled { get; set; } = [];

    /// <summary>Parts that are not read.</summary>
    public IReadOnlyList<string> Disabled { get; set; } = [];

    /// <summary>The node's name, where we cannot see it ourselves.</summary>
    public string Name { get; set; } = "";

    public NetworkOptions Network { get; } = new();

    public SensorOptions Sensors { get; } = new();

    public SystemdOptions Systemd { get; } = new();

    public TextFileOptions TextFiles { get; } = new();

    public RaspberryPiOptions RaspberryPi { get; } = new();

    public MountFilter Mounts { get; set; } = MountFilter.Default;
}
