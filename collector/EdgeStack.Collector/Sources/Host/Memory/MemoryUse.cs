using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Memory;

/// <summary>Every line of /proc/meminfo: kernels differ in which they have.</summary>
internal sealed class MemoryUse : IHostReading
{
    private const double BytesPerUnit = 1024;

    private readonly Dictionary<string, Family> _families = [];

    public string Name => "meminfo";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("meminfo");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        bool any = false;
        foreach (string[] words in KernelText.Rows(text))
        {
            // MemTotal:  24684092 kB, and without a unit HugePages_Total:  0
            bool isBytes = words.Length == 3 && words[2] == "kB";
            if ((words.Length == 2 || isBytes) && words[0].EndsWith(':') && KernelText.TryCount(words[1], out double amount))
            {
                any = true;
                samples.Add(FamilyOf(words[0][..^1], isBytes), isBytes ? amount * BytesPerUnit : amount);
            }
            else
            {
                samples.Report($"{path}: '{KernelFile.Shortened(string.Join(' ', words))}' is not an amount");
            }
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{path} has no amounts");
    }

    private Family FamilyOf(string key, bool isBytes)
    {
        // Active(anon) is known as Active_anon.
        string name = MetricName.Clean(key.Replace(")", "", StringComparison.Ordinal).Replace('(', '_'));
        string full = isBytes ? $"node_memory_{name}_bytes" : $"node_memory_{name}";
        if (!_families.TryGetValue(full, out Family? family))
            _families[full] = family = Family.Gauge(full, $"{key} of /proc/meminfo{(isBytes ? ", in bytes" : "")}.");
        return family;
    }
}
