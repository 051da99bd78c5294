using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>How many sockets there are and what they hold, of /proc/net/sockstat and sockstat6.</summary>
/// <param name="pageSize">Bytes in a page of memory: a Raspberry Pi 5 has 16 KiB.</param>
internal sealed class SocketCounts(int pageSize) : IHostReading
{
    private readonly Dictionary<string, Family> _families = [];

    public string Name => "sockstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach (string file in (string[])["sockstat", "sockstat6"])
        {
            string path = roots.InProcNet(file);
            if (KernelFile.Read(path) is not { } text)
                continue;
            any = true;
            // TCP: inuse 4 orphan 0 tw 2 alloc 4 mem 263
            foreach (string[] words in KernelText.Rows(text))
            {
                for (int i = 1; i + 1 < words.Length; i += 2)
                    Add(path, words[0].TrimEnd(':'), words[i], words[i + 1], samples);
            }
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{roots.InProcNet("sockstat")} is missing");
    }

    private void Add(string path, string protocol, string key, string value, SampleWriter samples)
    {
        if (!KernelText.TryCount(value, out double count))
        {
            samples.Report($"{path}: {KernelFile.Shortened(protocol)} {KernelFile.Shortened(key)} '{KernelFile.Shortened(value)}' is not a number");
            return;
        }

        samples.Add(FamilyOf($"node_sockstat_{protocol}_{key}", $"{key} of {protocol} sockets."), count);
        if (key == "mem")
            samples.Add(FamilyOf($"node_sockstat_{protocol}_mem_bytes", $"Memory of {protocol} sockets, in bytes."), count * pageSize);
    }

    private Family FamilyOf(string name, string help)
    {
        if (!_families.TryGetValue(name, out Family? family))
            _families[name] = family = Family.Gauge(MetricName.Clean(name), help);
        return family;
    }
}
