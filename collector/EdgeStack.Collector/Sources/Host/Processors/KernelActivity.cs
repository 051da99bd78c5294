using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>Counts of the whole machine, of /proc/stat.</summary>
internal sealed class KernelActivity : IHostReading
{
    private static readonly Dictionary<string, Family> Families = new()
    {
        ["intr"] = Family.Counter("node_intr_total", "Interrupts that were served."),
        ["ctxt"] = Family.Counter("node_context_switches_total", "Switches from one task to another."),
        ["processes"] = Family.Counter("node_forks_total", "Tasks that were begun."),
        ["btime"] = Family.Gauge("node_boot_time_seconds", "When the machine was started, in seconds since 1970."),
        ["procs_running"] = Family.Gauge("node_procs_running", "Tasks that run or want to."),
        ["procs_blocked"] = Family.Gauge("node_procs_blocked", "Tasks that wait for a disk."),
    };

    public string Name => "stat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("stat");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        bool any = false;
        foreach (string line in text.Split('\n'))
        {
            // The line of interrupts has a word for each of hundreds: only the first number is wanted.
            string[] words = line.Split(' ', 3);
            if (words.Length < 2 || !Families.TryGetValue(words[0], out Family? family))
                continue;
            any = true;
            if (KernelText.TryCount(words[1], out double count))
                samples.Add(family, count);
            else
                samples.Report($"{path}: {words[0]} '{KernelFile.Shortened(words[1])}' is not a number");
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Failed($"{path} has none of the counts");
    }
}
