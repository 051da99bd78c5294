using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>Counts of the whole machine, of /proc/stat.</summary>
internal sealed class KernelActivity : IHostReading
{
    private readonly FamiliesByKey _families = new(key => key switch
    {
        "intr" => Family.Counter("node_intr_total", "Interrupts that were served."),
        "ctxt" => Family.Counter("node_context_switches_total", "Switches from one task to another."),
        "processes" => Family.Counter("node_forks_total", "Tasks that were begun."),
        "btime" => Family.Gauge("node_boot_time_seconds", "When the machine was started, in seconds since 1970."),
        "procs_running" => Family.Gauge("node_procs_running", "Tasks that run or want to."),
        "procs_blocked" => Family.Gauge("node_procs_blocked", "Tasks that wait for a disk."),
        _ => null,
    });

    public string Name => "stat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("stat");
        using KernelBytes file = KernelFile.ReadBytes(path);
        if (!file.Exists)
            return new SourceOutcome.Failed($"{path} is missing");
        bool any = false;
        ReadOnlySpan<byte> rest = file.Bytes;
        while (KernelText.TryLine(ref rest, out ReadOnlySpan<byte> line))
        {
            // The line of interrupts has a word for each of hundreds: only the first number is wanted.
            if (_families.Of(KernelText.Word(ref line)) is not { } family)
                continue;
            any = true;
            ReadOnlySpan<byte> word = KernelText.Word(ref line);
            if (KernelText.TryCount(word, out double count))
                samples.Add(family, count);
            else
                samples.Report($"{path}: '{KernelFile.Shortened(word)}' of {family.Name} is not a number");
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{path} has none of the counts");
    }
}
