using System.Collections.Immutable;
using EdgeStack.Collector.Sources;
using EdgeStack.Documents;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Collector.Settings;

/// <summary>The settings of the role <c>node</c>.</summary>
internal static class NodeSettings
{
    private static readonly ImmutableArray<string> Parts = [.. HostParts.All().Select(part => part.Name), .. HostParts.Beside];

    public static readonly ImmutableArray<Setting<CollectorOptions>> All =
    [
        new("path.procfs", "DIR", "Where the machine's /proc is: in a container another folder.",
            o => o.Node.Roots.Proc, (o, v) => Folder(v, folder => o.Node.Roots = o.Node.Roots with { Proc = folder })),
        new("path.sysfs", "DIR", "Where the machine's /sys is.",
            o => o.Node.Roots.Sys, (o, v) => Folder(v, folder => o.Node.Roots = o.Node.Roots with { Sys = folder })),
        new("path.rootfs", "DIR", "Where the machine's root is: its mounts are asked for their size below it.",
            o => o.Node.Roots.RootFs, (o, v) => Folder(v, folder => o.Node.Roots = o.Node.Roots with { RootFs = folder })),
        new("path.udev", "DIR", "Where the machine's /run/udev is, which knows disks by name. A folder that is missing is none.",
            o => o.Node.Roots.Udev, (o, v) => SettingText.NotEmpty(v, folder => o.Node.Roots = o.Node.Roots with { Udev = Path.GetFullPath(folder) })),
        new("node.every", "DURATION", "From one reading of the machine to the next.",
            o => DurationText.Of(o.Node.Every), Every),
        new("node.enable", "PART", $"Parts that are read although they are off by default: {string.Join(", ", HostParts.OffByDefault)}. May be given several times.",
            o => string.Join(',', o.Node.Enabled), (o, v) => Part(v, part => o.Node.Enabled = [.. o.Node.Enabled, part]), IsList: true),
        new("node.disable", "PART", "Parts that are not read, by node_exporter's names. May be given several times.",
            o => string.Join(',', o.Node.Disabled), (o, v) => Part(v, part => o.Node.Disabled = [.. o.Node.Disabled, part]), IsList: true),
        new("node.ignoredDevices", "PATTERN", "Network devices that are not shown; * stands for any letters. May be given several times.",
            o => string.Join(',', o.Node.Network.IgnoredDevices), (o, v) => SettingText.NotEmpty(v, o.Node.Network.IgnoredDevices.Add), IsList: true),
        new("node.name", "NAME", "The node's name, in node_uname_info: a pod that does not share the node's network sees its own. Set it from spec.nodeName.",
            o => o.Node.Name, (o, v) => SettingText.NotEmpty(v, name => o.Node.Name = name)),
        new("node.units", "PATTERN", "systemd units that have series of their own, beside those that are always there; * stands for any letters. May be given several times.",
            o => string.Join(',', o.Node.Systemd.Units), (o, v) => SettingText.NotEmpty(v, o.Node.Systemd.Units.Add), IsList: true),
        new("node.busSocket", "FILE", "Socket of the machine's message bus, over which systemd is asked.",
            o => o.Node.Systemd.BusSocket, (o, v) => SettingText.NotEmpty(v, file => o.Node.Systemd.BusSocket = file)),
        new("node.textFolders", "DIR", "Folders, seen from the machine's root, whose files *.prom are shown too; scripts for node_exporter write to /var/lib/prometheus/node-exporter. May be given several times.",
            o => string.Join(',', o.Node.TextFiles.Folders), (o, v) => SettingText.NotEmpty(v, o.Node.TextFiles.Folders.Add), IsList: true),
        new("node.piDevices", "DIR", "Folder of a Raspberry Pi's vcio and vcio_gencmd, through which its firmware is asked for clocks, voltages and throttling.",
            o => o.Node.RaspberryPi.DeviceFolder, (o, v) => SettingText.NotEmpty(v, folder => o.Node.RaspberryPi.DeviceFolder = folder)),
        new("node.scaledAlarms", "true|false", "Show alarms of sensors as node_exporter does: one that is on, for example under-voltage, reads 0.001 volts. false: it reads 1.",
            o => o.Node.Sensors.ScaledAlarms ? "true" : "false", (o, v) => SettingText.Flag(v, flag => o.Node.Sensors.ScaledAlarms = flag)),
    ];

    private static string? Folder(string value, Action<string> assign)
    {
        if (!Directory.Exists(value))
            return $"there is no folder '{value}'";
        assign(Path.GetFullPath(value));
        return null;
    }

    private static string? Every(CollectorOptions options, string value)
    {
        if (!DurationText.TryParse(value, out TimeSpan every) || every < TimeSpan.FromSeconds(1))
            return $"'{value}' is not a duration from 1s to an hour, such as 15s";
        options.Node.Every = every;
        return null;
    }

    private static string? Part(string value, Action<string> assign)
    {
        if (!Parts.Contains(value))
            return $"there is no part '{value}'; {NearestName.Suggestion(value, Parts) ?? $"known are {string.Join(", ", Parts)}"}";
        assign(value);
        return null;
    }
}
