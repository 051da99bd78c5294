using System.Collections.Immutable;
using EdgeStack.Collector.Sources;
using EdgeStack.Documents;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Collector.Settings;

/// <summary>The settings of the role <c>node</c>.</summary>
internal static class HostSettings
{
    private static readonly ImmutableArray<string> Parts = [.. HostParts.All().Select(part => part.Name)];

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
