using System.Globalization;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>Which processors are switched on, and which the scheduler leaves alone.</summary>
internal static class ProcessorStates
{
    private static readonly Family Online = Family.Gauge("node_cpu_online", "Whether a processor is switched on.", "cpu");
    private static readonly Family Isolated = Family.Gauge("node_cpu_isolated", "1 for a processor that the scheduler gives no work by itself.", "cpu");

    public static void Read(HostRoots roots, IReadOnlyList<(string Number, string Folder)> processors, SampleWriter samples)
    {
        IReadOnlyList<int> on = Set(roots, "online", samples);
        foreach ((string number, string folder) in processors)
        {
            // One that cannot be switched off, as the first one of most machines, has no such file and is only in the list.
            string path = Path.Combine(folder, "online");
            double? state = File.Exists(path) ? KernelFile.ReadNumber(path, samples) : on.Contains(int.Parse(number, CultureInfo.InvariantCulture)) ? 1 : null;
            if (state is { } online)
                samples.Add(Online, online, number);
        }

        foreach (int number in Set(roots, "isolated", samples))
            samples.Add(Isolated, 1, $"{number}");
    }

    private static IReadOnlyList<int> Set(HostRoots roots, string name, SampleWriter samples)
    {
        string path = roots.InSys($"devices/system/cpu/{name}");
        if (KernelFile.ReadWord(path, samples) is not { } list)
            return [];
        if (KernelText.Set(list) is { } numbers)
            return [.. numbers.Distinct()];
        samples.Report($"{path}: '{KernelFile.Shortened(list)}' is not a list of processors");
        return [];
    }
}
