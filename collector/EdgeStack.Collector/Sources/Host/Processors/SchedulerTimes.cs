using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>How long tasks ran and waited for every processor, of /proc/schedstat.</summary>
internal sealed class SchedulerTimes : IHostReading
{
    private const double PerSecond = 1e9;
    private const int Running = 7, Waiting = 8, Timeslices = 9;

    private static readonly Family RunningTime = Family.Counter("node_schedstat_running_seconds_total", "Seconds that a processor ran tasks.", "cpu");
    private static readonly Family WaitingTime = Family.Counter("node_schedstat_waiting_seconds_total", "Seconds that tasks waited for a processor, all together.", "cpu");
    private static readonly Family Slices = Family.Counter("node_schedstat_timeslices_total", "How often a processor was given to a task.", "cpu");

    public string Name => "schedstat";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("schedstat");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Absent($"this kernel has no {path}");
        foreach (string[] words in KernelText.Rows(text).Where(words => words[0].StartsWith("cpu", StringComparison.Ordinal)))
        {
            if (words.Length <= Timeslices || !KernelText.TryCount(words[Running], out double running)
                || !KernelText.TryCount(words[Waiting], out double waiting) || !KernelText.TryCount(words[Timeslices], out double slices))
            {
                samples.Report($"{path}: the line of {KernelFile.Shortened(words[0])} has no times");
                continue;
            }

            string number = words[0][3..];
            samples.Add(RunningTime, running / PerSecond, number);
            samples.Add(WaitingTime, waiting / PerSecond, number);
            samples.Add(Slices, slices, number);
        }

        return SourceOutcome.Ok;
    }
}
