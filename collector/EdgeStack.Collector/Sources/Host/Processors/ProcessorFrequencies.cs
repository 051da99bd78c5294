using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>How fast processors run, of /sys/devices/system/cpu/cpuN/cpufreq.</summary>
internal sealed class ProcessorFrequencies : IHostReading
{
    private const double HertzPerUnit = 1000;

    private static readonly (string File, Family Family)[] Frequencies =
    [
        ("cpuinfo_min_freq", Family.Gauge("node_cpu_frequency_min_hertz", "Slowest frequency of the hardware.", "cpu")),
        ("cpuinfo_max_freq", Family.Gauge("node_cpu_frequency_max_hertz", "Fastest frequency of the hardware.", "cpu")),
        ("scaling_cur_freq", Family.Gauge("node_cpu_scaling_frequency_hertz", "Frequency that the governor asked for; firmware may give less.", "cpu")),
        ("scaling_min_freq", Family.Gauge("node_cpu_scaling_frequency_min_hertz", "Slowest frequency that the governor may ask for.", "cpu")),
        ("scaling_max_freq", Family.Gauge("node_cpu_scaling_frequency_max_hertz", "Fastest frequency that the governor may ask for.", "cpu")),
    ];

    private static readonly Family Measured = Family.Gauge("node_cpu_frequency_hertz", "Frequency as the hardware tells it.", "cpu");
    private static readonly Family Governor = Family.Gauge("node_cpu_scaling_governor", "1 for the governor that is in charge, 0 for those that could be.", "cpu", "governor");

    public string Name => "cpufreq";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        bool any = false;
        foreach ((string number, string processor) in ProcessorFolders.In(roots))
        {
            string folder = Path.Combine(processor, "cpufreq");
            if (!Directory.Exists(folder))
                continue;
            any = true;
            AddMeasured(folder, number, samples);
            foreach ((string file, Family family) in Frequencies)
            {
                if (KernelFile.ReadNumber(Path.Combine(folder, file), samples) is { } frequency)
                    samples.Add(family, frequency * HertzPerUnit, number);
            }

            AddGovernors(folder, number, samples);
        }

        return any ? SourceOutcome.Ok : new SourceOutcome.Absent("no processor changes its frequency under the kernel's control");
    }

    private static void AddMeasured(string folder, string number, SampleWriter samples)
    {
        string path = Path.Combine(folder, "cpuinfo_cur_freq");
        using KernelBytes file = KernelBytes.TryRead(path);
        // Some drivers say <unknown> while a processor sleeps.
        if (file.Error == 0 && KernelText.TryCount(KernelText.Trim(file.Bytes), out double frequency))
            samples.Add(Measured, frequency * HertzPerUnit, number);
        // Only root may read it: no fault of the machine.
        else if (file.Error is not (0 or KernelCalls.AccessDenied) && file.Exists)
            samples.Report(file.Fault(path).Message);
    }

    private static void AddGovernors(string folder, string number, SampleWriter samples)
    {
        if (KernelFile.ReadWord(Path.Combine(folder, "scaling_governor"), samples) is not { Length: > 0 } current)
            return;
        string available = KernelFile.ReadWord(Path.Combine(folder, "scaling_available_governors"), samples) ?? current;
        foreach (string governor in KernelText.Words(available).Distinct())
            samples.Add(Governor, governor == current ? 1 : 0, number, governor);
    }
}
