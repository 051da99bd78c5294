using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>What processors are called, of /proc/cpuinfo. On ARM most of it is not there, and so are the labels.</summary>
internal sealed class ProcessorModels : IHostReading
{
    private static readonly string[] Keys = ["physical id", "core id", "processor", "vendor_id", "cpu family", "model", "model name", "microcode", "stepping", "cache size"];

    private static readonly Family Model = Family.Gauge(
        "node_cpu_info", "1, with what a processor is called.", "package", "core", "cpu", "vendor", "family", "model", "model_name", "microcode", "stepping", "cachesize");

    public string Name => "cpu_info";

    public TimeSpan Every { get; } = TimeSpan.FromMinutes(10);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("cpuinfo");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Absent($"there is no {path}");
        foreach (string block in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Dictionary<string, string> facts = FactsOf(block);
            // 32-bit ARM has a last block about the board.
            if (facts.TryGetValue("processor", out string? number) && KernelText.TryCount(number, out _))
                samples.Add(Model, 1, [.. Keys.Select(key => facts.GetValueOrDefault(key, ""))]);
        }

        return SourceOutcome.Ok;
    }

    private static Dictionary<string, string> FactsOf(string block)
    {
        Dictionary<string, string> facts = [];
        foreach (string line in block.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                facts.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
        }

        return facts;
    }
}
