using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Memory;

/// <summary>How long tasks waited for what was scarce, of /proc/pressure. Kernels of Raspberry Pi OS have it switched off unless they are started with <c>psi=1</c>.</summary>
internal sealed class PressureStalls : IHostReading
{
    private const double PerSecond = 1e6;
    private const string Total = "total=";

    // "full" of the processor is left out: for the whole machine it has no meaning and is 0.
    private static readonly (string File, string Line, Family Family)[] Stalls =
    [
        ("cpu", "some", Family.Counter("node_pressure_cpu_waiting_seconds_total", "Seconds in which some task waited for a processor.")),
        ("io", "some", Family.Counter("node_pressure_io_waiting_seconds_total", "Seconds in which some task waited for a disk.")),
        ("io", "full", Family.Counter("node_pressure_io_stalled_seconds_total", "Seconds in which every task waited for a disk.")),
        ("memory", "some", Family.Counter("node_pressure_memory_waiting_seconds_total", "Seconds in which some task waited for memory.")),
        ("memory", "full", Family.Counter("node_pressure_memory_stalled_seconds_total", "Seconds in which every task waited for memory.")),
        ("irq", "full", Family.Counter("node_pressure_irq_stalled_seconds_total", "Seconds in which interrupts held every task up.")),
    ];

    public string Name => "pressure";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach (IGrouping<string, (string File, string Line, Family Family)> file in Stalls.GroupBy(stall => stall.File))
        {
            string path = roots.InProc($"pressure/{file.Key}");
            if (TryRead(path, samples) is not { } text)
                continue;
            any = true;
            foreach ((_, string line, Family family) in file)
                AddTotal(path, text, line, family, samples);
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Absent("the kernel does not measure pressure; where it can, psi=1 on its command line switches it on");
    }

    private static string? TryRead(string path, SampleWriter samples)
    {
        const int NotSupported = 95;
        using KernelBytes file = KernelBytes.TryRead(path);
        if (file.Error == 0)
            return Encoding.UTF8.GetString(file.Bytes);
        // Where it is switched off the file may open, and say so only when it is read.
        if (file.Exists && file.Error != NotSupported)
            samples.Report($"{path}: {file.Fault(path).Message}");
        return null;
    }

    private static void AddTotal(string path, string text, string line, Family family, SampleWriter samples)
    {
        // some avg10=0.00 avg60=0.00 avg300=0.00 total=12345
        string? total = KernelText.Rows(text).FirstOrDefault(words => words[0] == line)?.FirstOrDefault(word => word.StartsWith(Total, StringComparison.Ordinal))?[Total.Length..];
        if (KernelText.TryCount(total, out double microseconds))
            samples.Add(family, microseconds / PerSecond);
        else
            samples.Report($"{path}: '{line}' has no total");
    }
}
