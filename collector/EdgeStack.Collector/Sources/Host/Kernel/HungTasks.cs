using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>How often a task did not move for minutes, as with a dead NFS server, of /proc/sys/kernel/hung_task_detect_count.</summary>
internal sealed class HungTasks : IHostReading
{
    private static readonly Family Detected = Family.Counter("node_kernel_hung_tasks_total", "How often the kernel found a task that waited without end.");

    public string Name => "kernel_hung";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("sys/kernel/hung_task_detect_count");
        if (!File.Exists(path))
            return new SourceOutcome.Absent("the kernel does not count hung tasks; from 6.13 on it can");
        if (KernelFile.ReadNumber(path, samples) is { } detected)
            samples.Add(Detected, detected);
        return SourceOutcome.Ok;
    }
}
