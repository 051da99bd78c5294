using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Memory;

/// <summary>Every area that memory is swapped to, of /proc/swaps.</summary>
internal sealed class SwapAreas : IHostReading
{
    private const double BytesPerUnit = 1024;

    private static readonly Family Size = Family.Gauge("node_swap_size_bytes", "Size of a swap area.", "device", "swap_type");
    private static readonly Family Used = Family.Gauge("node_swap_used_bytes", "What is used of a swap area.", "device", "swap_type");
    private static readonly Family Priority = Family.Gauge("node_swap_priority", "The higher, the earlier a swap area is used.", "device", "swap_type");

    public string Name => "swap";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("swaps");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Absent("this kernel has no swapping");
        // Filename  Type  Size  Used  Priority, with a heading
        foreach (string[] words in KernelText.Rows(text).Skip(1))
        {
            if (words.Length != 5 || !KernelText.TryCount(words[2], out double size) || !KernelText.TryCount(words[3], out double used) || !KernelText.TryWhole(words[4], out double priority))
            {
                samples.Report($"{path}: '{KernelFile.Shortened(string.Join(' ', words))}' is not a swap area");
                continue;
            }

            samples.Add(Size, size * BytesPerUnit, words[0], words[1]);
            samples.Add(Used, used * BytesPerUnit, words[0], words[1]);
            samples.Add(Priority, priority, words[0], words[1]);
        }

        return SourceOutcome.Ok;
    }
}
