using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Memory;

/// <summary>Paging, swapping, page faults and processes that were killed for memory, of /proc/vmstat.</summary>
internal sealed class VirtualMemory : IHostReading
{
    private readonly FamiliesByKey _families = new(FamilyOf);

    public string Name => "vmstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("vmstat");
        using KernelBytes file = KernelFile.ReadBytes(path);
        if (!file.Exists)
            return new SourceOutcome.Failed($"{path} is missing");
        ReadOnlySpan<byte> rest = file.Bytes;
        while (KernelText.TryLine(ref rest, out ReadOnlySpan<byte> line))
        {
            ReadOnlySpan<byte> behind = line;
            if (_families.Of(KernelText.Word(ref behind)) is not { } family)
                continue;
            if (KernelText.TryCount(KernelText.Word(ref behind), out double count) && KernelText.Word(ref behind).IsEmpty)
                samples.Add(family, count);
            else
                samples.Report($"{path}: '{KernelFile.Shortened(line)}' is not a count");
        }

        return SourceOutcome.Ok;
    }

    private static bool IsWanted(string key) =>
        key.StartsWith("oom_kill", StringComparison.Ordinal) || key.StartsWith("pgpg", StringComparison.Ordinal) || key.StartsWith("pswp", StringComparison.Ordinal)
        || (key.StartsWith("pg", StringComparison.Ordinal) && key.Contains("fault", StringComparison.Ordinal));

    private static Family? FamilyOf(string key) => IsWanted(key)
        ? Family.UntypedCounter($"node_vmstat_{MetricName.Clean(key)}", $"{key} of /proc/vmstat: pgpgin and pgpgout count KiB, pswpin and pswpout pages.")
        : null;
}
