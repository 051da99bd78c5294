using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Network;

/// <summary>How each network device is set up and whether its line is there, of /sys/class/net.</summary>
internal sealed class NetworkLinks(NetworkOptions options) : IHostReading
{
    // Megabits in a second, as the kernel says it, to bytes.
    private const double BytesPerMegabit = 1_000_000 / 8;

    private static readonly Family Up = Gauge("up", "1 when the device can be used now.");

    private static readonly Family Description = Family.Gauge(
        "node_network_info", "Addresses and state of a network device, always 1.", "address", "adminstate", "broadcast", "device", "duplex", "ifalias", "operstate");

    private static readonly Family Speed = Gauge("speed_bytes", "What the line carries at most, in bytes per second.");

    private static readonly (string File, Family Family)[] Numbers =
    [
        ("addr_assign_type", Gauge("address_assign_type", "Where the hardware address comes from: 0 the device, 1 chance, 2 another device, 3 a person.")),
        ("carrier", Gauge("carrier", "1 when there is a line.")),
        ("carrier_changes", Counter("carrier_changes_total", "How often the line came or went.")),
        ("carrier_up_count", Counter("carrier_up_changes_total", "How often the line came.")),
        ("carrier_down_count", Counter("carrier_down_changes_total", "How often the line went.")),
        ("dev_id", Gauge("device_id", "Tells devices apart that share a hardware address.")),
        ("dormant", Gauge("dormant", "1 when the device waits for something, such as a login to the network.")),
        ("flags", Gauge("flags", "The kernel's flags of the device as one number.")),
        ("ifindex", Gauge("iface_id", "The kernel's number of the device.")),
        ("iflink", Gauge("iface_link", "The kernel's number of the device below this one.")),
        ("link_mode", Gauge("iface_link_mode", "1 when the device becomes usable only after it was dormant.")),
        ("mtu", Gauge("mtu_bytes", "The longest packet.")),
        ("name_assign_type", Gauge("name_assign_type", "Where the device's name comes from: 1 the kernel, 2 a rule, 3 a person, 4 renamed.")),
        ("netdev_group", Gauge("net_dev_group", "The group that the device is in.")),
        ("tx_queue_len", Gauge("transmit_queue_length", "How many packets may wait to be sent.")),
        ("type", Gauge("protocol_type", "The kernel's number for the kind of device.")),
    ];

    public string Name => "netclass";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string folder = roots.InSys("class/net");
        if (!Directory.Exists(folder))
            return new SourceOutcome.Absent($"{folder} is missing");

        // Beside the devices there may be files, such as bonding_masters.
        foreach (string device in KernelFile.List(folder).Where(options.Shows).Where(device => Directory.Exists(Path.Combine(folder, device))))
            Read(Path.Combine(folder, device), device, samples);
        return SourceOutcome.Ok;
    }

    private static void Read(string folder, string device, SampleWriter samples)
    {
        string state = Word("operstate");
        samples.Add(Up, state == "up" ? 1 : 0, device);
        samples.Add(Description, 1, Word("address"), AdministrativeState(Word("flags")), Word("broadcast"), device, Word("duplex"), Word("ifalias"), state);
        foreach ((string file, Family family) in Numbers)
        {
            if (DeviceAttribute.ReadNumber(Path.Combine(folder, file), samples) is { } number)
                samples.Add(family, number, device);
        }

        // A device that does not know says -1.
        if (DeviceAttribute.ReadNumber(Path.Combine(folder, "speed"), samples) is >= 0 and var megabits)
            samples.Add(Speed, megabits * BytesPerMegabit, device);

        string Word(string file) => DeviceAttribute.ReadWord(Path.Combine(folder, file), samples) ?? "";
    }

    private static string AdministrativeState(string flags) =>
        !flags.StartsWith("0x", StringComparison.Ordinal) || !uint.TryParse(flags.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits) ? "unknown"
        : (bits & 1) == 1 ? "up"
        : "down";

    private static Family Gauge(string name, string help) => Family.Gauge($"node_network_{name}", help, "device");

    private static Family Counter(string name, string help) => Family.Counter($"node_network_{name}", help, "device");
}
