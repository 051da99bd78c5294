using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>Neighbours by network device, of /proc/net/arp.</summary>
internal sealed class ArpEntries : IHostReading
{
    private const int Device = 5;

    private static readonly Family Entries = Family.Gauge("node_arp_entries", "Neighbours whose hardware address is known, or asked for.", "device");

    public string Name => "arp";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProcNet("arp");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Absent("this kernel has no ARP");
        Dictionary<string, int> entries = [];
        // IP address  HW type  Flags  HW address  Mask  Device, with a heading
        foreach (string[] words in KernelText.Rows(text).Skip(1))
        {
            if (words.Length > Device)
                entries[words[Device]] = entries.GetValueOrDefault(words[Device]) + 1;
            else
                samples.Report($"{path}: '{KernelFile.Shortened(string.Join(' ', words))}' is not a neighbour");
        }

        foreach ((string device, int count) in entries)
            samples.Add(Entries, count, device);
        return SourceOutcome.Ok;
    }
}
