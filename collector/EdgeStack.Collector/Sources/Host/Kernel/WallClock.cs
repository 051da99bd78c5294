using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>What the clock says, and what it is made of, of /sys/devices/system/clocksource.</summary>
internal sealed class WallClock(TimeProvider clock) : IHostReading
{
    private const string Prefix = "clocksource";

    private static readonly Family Time = Family.Gauge("node_time_seconds", "The time, in seconds since 1970.");
    private static readonly Family Available = Family.Gauge("node_time_clocksource_available_info", "1 for a counter that time can be taken from.", "device", "clocksource");
    private static readonly Family Current = Family.Gauge("node_time_clocksource_current_info", "1 for the counter that time is taken from.", "device", "clocksource");

    public string Name => "time";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        samples.Add(Time, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        string all = roots.InSys("devices/system/clocksource");
        foreach (string name in KernelFile.List(all).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string device = name[Prefix.Length..];
            foreach (string source in KernelText.Words(KernelFile.ReadWord(Path.Combine(all, name, "available_clocksource"), samples) ?? "").Distinct())
                samples.Add(Available, 1, device, source);
            if (KernelFile.ReadWord(Path.Combine(all, name, "current_clocksource"), samples) is { Length: > 0 } current)
                samples.Add(Current, 1, device, current);
        }

        return SourceOutcome.Ok;
    }
}
