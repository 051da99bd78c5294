using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Memory;

/// <summary>Paging, swapping, page faults and processes that were killed for memory, of /proc/vmstat.</summary>
internal sealed class VirtualMemory : IHostReading
{
    private readonly Dictionary<string, Family> _families = [];

    public string Name => "vmstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("vmstat");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        foreach (string[] words in KernelText.Rows(text).Where(words => IsWanted(words[0])))
        {
            if (words.Length == 2 && KernelText.TryCount(words[1], out double count))
                samples.Add(FamilyOf(words[0]), count);
            else
                samples.Report($"{path}: '{KernelFile.Shortened(string.Join(' ', words))}' is not a count");
        }

        return SourceOutcome.Ok;
    }

    private static bool IsWanted(string key) =>
        key.StartsWith("oom_kill", StringComparison.Ordinal) || key.StartsWith("pgpg", StringComparison.Ordinal) || key.StartsWith("pswp", StringComparison.Ordinal)
        || (key.StartsWith("pg", StringComparison.Ordinal) && key.Contains("fault", StringComparison.Ordinal));

    private Family FamilyOf(string key)
    {
        if (!_families.TryGetValue(key, out Family? family))
            _families[key] = family = Family.UntypedCounter($"node_vmstat_{MetricName.Clean(key)}", $"{key} of /proc/vmstat: pgpgin and pgpgout count KiB, pswpin and pswpout pages.");
        return family;
    }
}
