using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Network;

/// <summary>
/// What came in and went out, per device, of /proc/net/dev of the machine's own network. The kernel adds up errors there (frame, carrier, drop) just as exporters do that read the
/// parts over netlink.
/// </summary>
internal sealed class NetworkTraffic(NetworkOptions options) : IHostReading
{
    private static readonly Family[] Columns =
    [
        Counter("receive_bytes", "Bytes received."),
        Counter("receive_packets", "Packets received."),
        Counter("receive_errs", "Packets received with an error of any kind."),
        Counter("receive_drop", "Packets received and thrown away, or missed for want of room."),
        Counter("receive_fifo", "Packets lost because the device's own buffer was full."),
        Counter("receive_frame", "Packets received with a wrong length, checksum or alignment."),
        Counter("receive_compressed", "Compressed packets received."),
        Counter("receive_multicast", "Packets received for a group."),
        Counter("transmit_bytes", "Bytes sent."),
        Counter("transmit_packets", "Packets sent."),
        Counter("transmit_errs", "Packets that could not be sent because of an error of any kind."),
        Counter("transmit_drop", "Packets thrown away instead of sent."),
        Counter("transmit_fifo", "Packets not sent because the device's own buffer ran empty."),
        Counter("transmit_colls", "Collisions while sending."),
        Counter("transmit_carrier", "Packets not sent because the line was lost, or given up."),
        Counter("transmit_compressed", "Compressed packets sent."),
    ];

    private static readonly Family NoHandler = Counter("receive_nohandler", "Packets received on a device that is not used at that moment.");

    public string Name => "netdev";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProcNet("dev");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        foreach (string line in text.Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal)))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string device = line[..colon].Trim();
            if (!options.Shows(device))
                continue;
            if (!TryRead(line[(colon + 1)..], out ulong[] numbers))
            {
                samples.Report($"{path}: '{KernelFile.Shortened(line.Trim())}' has not {Columns.Length} numbers");
                continue;
            }

            for (int i = 0; i < Columns.Length; i++)
                samples.Add(Columns[i], numbers[i], device);
            if (DeviceAttribute.ReadNumber(roots.InSys($"class/net/{device}/statistics/rx_nohandler"), samples) is { } unhandled)
                samples.Add(NoHandler, unhandled, device);
        }

        return SourceOutcome.Ok;
    }

    private static bool TryRead(string columns, out ulong[] numbers)
    {
        string[] words = columns.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        numbers = new ulong[words.Length];
        if (words.Length != Columns.Length)
            return false;
        for (int i = 0; i < words.Length; i++)
        {
            if (!ulong.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        return true;
    }

    private static Family Counter(string name, string help) => Family.Counter($"node_network_{name}_total", help, "device");
}
