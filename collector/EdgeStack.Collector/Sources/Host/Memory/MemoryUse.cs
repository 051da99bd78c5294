using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Memory;

/// <summary>Every line of /proc/meminfo: kernels differ in which they have.</summary>
internal sealed class MemoryUse : IHostReading
{
    private const double BytesPerUnit = 1024;

    // A key with a unit is another family than one without.
    private readonly FamiliesByKey _bytes = new(key => FamilyOf(key, isBytes: true)), _counts = new(key => FamilyOf(key, isBytes: false));

    public string Name => "meminfo";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("meminfo");
        using KernelBytes file = KernelFile.ReadBytes(path);
        if (!file.Exists)
            return new SourceOutcome.Failed($"{path} is missing");
        bool any = false;
        ReadOnlySpan<byte> rest = file.Bytes;
        while (KernelText.TryLine(ref rest, out ReadOnlySpan<byte> line))
        {
            // MemTotal:  24684092 kB, and without a unit HugePages_Total:  0
            ReadOnlySpan<byte> behind = line, key = KernelText.Word(ref behind), number = KernelText.Word(ref behind), unit = KernelText.Word(ref behind);
            bool isBytes = unit.SequenceEqual("kB"u8);
            if (key.IsEmpty)
                continue;
            if ((isBytes || unit.IsEmpty) && KernelText.Word(ref behind).IsEmpty && key.EndsWith(":"u8) && KernelText.TryCount(number, out double amount))
            {
                any = true;
                samples.Add((isBytes ? _bytes : _counts).Of(key[..^1])!, isBytes ? amount * BytesPerUnit : amount);
            }
            else
            {
                samples.Report($"{path}: '{KernelFile.Shortened(line)}' is not an amount");
            }
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{path} has no amounts");
    }

    private static Family FamilyOf(string key, bool isBytes)
    {
        // Active(anon) is known as Active_anon.
        string name = MetricName.Clean(key.Replace(")", "", StringComparison.Ordinal).Replace('(', '_'));
        return Family.Gauge(isBytes ? $"node_memory_{name}_bytes" : $"node_memory_{name}", $"{key} of /proc/meminfo{(isBytes ? ", in bytes" : "")}.");
    }
}
