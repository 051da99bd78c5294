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

    private static readonly Family Number = Gauge("iface_id", "The kernel's number of the device.");
    private static readonly Family Flags = Gauge("flags", "The kernel's flags of the device as one number.");
    private static readonly Family Carrier = Gauge("carrier", "1 when there is a line.");
    private static readonly Family Changes = Counter("carrier_changes_total", "How often the line came or went.");

    // Read when one of those above has changed, and now and then.
    private static readonly (string File, Family Family)[] Settings =
    [
        ("carrier_up_count", Counter("carrier_up_changes_total", "How often the line came.")),
        ("carrier_down_count", Counter("carrier_down_changes_total", "How often the line went.")),
        ("dormant", Gauge("dormant", "1 when the device waits for something, such as a login to the network.")),
        ("addr_assign_type", Gauge("address_assign_type", "Where the hardware address comes from: 0 the device, 1 chance, 2 another device, 3 a person.")),
        ("dev_id", Gauge("device_id", "Tells devices apart that share a hardware address.")),
        ("iflink", Gauge("iface_link", "The kernel's number of the device below this one.")),
        ("link_mode", Gauge("iface_link_mode", "1 when the device becomes usable only after it was dormant.")),
        ("mtu", Gauge("mtu_bytes", "The longest packet.")),
        ("name_assign_type", Gauge("name_assign_type", "Where the device's name comes from: 1 the kernel, 2 a rule, 3 a person, 4 renamed.")),
        ("netdev_group", Gauge("net_dev_group", "The group that the device is in.")),
        ("tx_queue_len", Gauge("transmit_queue_length", "How many packets may wait to be sent.")),
        ("type", Gauge("protocol_type", "The kernel's number for the kind of device.")),
    ];

    private Dictionary<string, LinkAttributes> _known = [];

    public string Name => "netclass";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string folder = roots.InSys("class/net");
        if (!Directory.Exists(folder))
            return new SourceOutcome.Absent($"{folder} is missing");

        // Beside the devices there may be files, such as bonding_masters.
        Dictionary<string, LinkAttributes> known = [];
        foreach (string device in KernelFile.List(folder).Where(options.Shows).Where(device => Directory.Exists(Path.Combine(folder, device))))
        {
            LinkAttributes attributes = known[device] = _known.GetValueOrDefault(device) ?? new LinkAttributes();
            Read(Path.Combine(folder, device), device, attributes, samples);
        }

        _known = known;
        return SourceOutcome.Ok;
    }

    private static void Read(string folder, string device, LinkAttributes attributes, SampleWriter samples)
    {
        LinkState now = LinkState.Read(folder, samples);
        attributes.Read(folder, now, Settings, samples);
        samples.Add(Up, now.Operation == "up" ? 1 : 0, device);
        samples.Add(Description, 1, attributes.Address, AdministrativeState(now.Flags), attributes.Broadcast, device, attributes.Duplex, attributes.Alias, now.Operation);
        if (DeviceAttribute.TryParse(now.Flags, out double bits))
            samples.Add(Flags, bits, device);
        else if (now.Flags.Length > 0)
            samples.Report($"{Path.Combine(folder, "flags")}: '{KernelFile.Shortened(now.Flags)}' is not a number");
        Add(Carrier, now.Carrier);
        Add(Changes, now.Changes);
        Add(Number, now.Index);
        for (int i = 0; i < Settings.Length; i++)
            Add(Settings[i].Family, attributes.Numbers[i]);

        // A device that does not know says -1.
        if (attributes.Speed is >= 0 and var megabits)
            samples.Add(Speed, megabits * BytesPerMegabit, device);

        void Add(Family family, double? number)
        {
            if (number is { } known)
                samples.Add(family, known, device);
        }
    }

    private static string AdministrativeState(string flags) =>
        !flags.StartsWith("0x", StringComparison.Ordinal) || !uint.TryParse(flags.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits) ? "unknown"
        : (bits & 1) == 1 ? "up"
        : "down";

    private static Family Gauge(string name, string help) => Family.Gauge($"node_network_{name}", help, "device");

    private static Family Counter(string name, string help) => Family.Counter($"node_network_{name}", help, "device");
}
