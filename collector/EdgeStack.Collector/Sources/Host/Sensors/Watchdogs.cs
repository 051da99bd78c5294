using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>Timers that start the machine anew when nobody resets them, of /sys/class/watchdog.</summary>
internal sealed class Watchdogs : IHostReading
{
    private static readonly Family Description = Family.Gauge(
        "node_watchdog_info", "What a watchdog is and whether it runs, always 1.", "identity", "name", "options", "pretimeout_governor", "state", "status");

    private static readonly (string File, Family Family)[] Numbers =
    [
        ("bootstatus", Gauge("bootstatus", "Why the machine was started, as the watchdog knows it; 0 when not by the watchdog.")),
        ("fw_version", Gauge("fw_version", "The watchdog's own version.")),
        ("nowayout", Gauge("nowayout", "1 when the watchdog cannot be stopped.")),
        ("timeleft", Gauge("timeleft_seconds", "How long until the machine starts anew if nobody resets the watchdog.")),
        ("timeout", Gauge("timeout_seconds", "How long the watchdog waits to be reset.")),
        ("pretimeout", Gauge("pretimeout_seconds", "How long before its end the watchdog gives a warning.")),
        ("access_cs0", Gauge("access_cs0", "1 when the machine was started from its second flash memory.")),
    ];

    public string Name => "watchdog";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string folder = roots.InSys("class/watchdog");
        IReadOnlyList<string> watchdogs = KernelFile.List(folder);
        if (watchdogs.Count == 0)
            return new SourceOutcome.Absent($"{folder} is missing or empty");
        foreach (string watchdog in watchdogs)
        {
            foreach ((string file, Family family) in Numbers)
            {
                if (DeviceAttribute.ReadNumber(Path.Combine(folder, watchdog, file), samples) is { } number)
                    samples.Add(family, number, watchdog);
            }

            samples.Add(Description, 1, Word("identity"), watchdog, Word("options"), Word("pretimeout_governor"), Word("state"), Word("status"));

            string Word(string file) => DeviceAttribute.ReadWord(Path.Combine(folder, watchdog, file), samples) ?? "";
        }

        return SourceOutcome.Ok;
    }

    private static Family Gauge(string name, string help) => Family.Gauge($"node_watchdog_{name}", help, "name");
}
