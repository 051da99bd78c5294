using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>How many tasks want to run, of /proc/loadavg.</summary>
internal sealed class LoadAverage : IHostReading
{
    private static readonly Family[] Families =
    [
        Family.Gauge("node_load1", "Tasks that run or wait for the processor or a disk, over a minute."),
        Family.Gauge("node_load5", "Tasks that run or wait for the processor or a disk, over 5 minutes."),
        Family.Gauge("node_load15", "Tasks that run or wait for the processor or a disk, over 15 minutes."),
    ];

    public string Name => "loadavg";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("loadavg");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        string[] words = text.Split(' ');
        for (int i = 0; i < Families.Length; i++)
        {
            if (i >= words.Length || !double.TryParse(words[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double load) || !double.IsFinite(load))
                return new SourceOutcome.Failed($"{path}: '{KernelFile.Shortened(text)}' is not three numbers");
            samples.Add(Families[i], load);
        }

        return SourceOutcome.Ok;
    }
}
