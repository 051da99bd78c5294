using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>Interrupts by processor and device, of /proc/interrupts: many series.</summary>
internal sealed class Interrupts : IHostReading
{
    private const string Heading = "CPU";

    private static readonly Family Served = Family.Counter("node_interrupts_total", "Interrupts that a processor served.", "cpu", "type", "info", "devices");

    public string Name => "interrupts";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("interrupts");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        string[] lines = text.Split('\n');
        string[] processors = KernelText.Words(lines[0]);
        if (processors.Length == 0 || processors.Any(processor => !processor.StartsWith(Heading, StringComparison.Ordinal)))
            return new SourceOutcome.Failed($"{path}: '{KernelFile.Shortened(lines[0])}' does not name the processors");
        foreach (string line in lines.Skip(1))
        {
            // On 64-bit ARM no blank stands between the name and the first count.
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            string name = line[..colon].Trim();
            string[] words = KernelText.Words(line[(colon + 1)..]);
            // ERR and MIS are counts of the machine, not of its processors.
            if (words.Length > processors.Length)
                Add(samples, path, processors, name, words);
        }

        return SourceOutcome.Ok;
    }

    private static void Add(SampleWriter samples, string path, string[] processors, string name, string[] words)
    {
        bool isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        int details = processors.Length;
        string info = isNumber ? words[details] : string.Join(' ', words[details..]);
        string devices = isNumber ? string.Join(' ', words[(details + 1)..]) : "";
        for (int i = 0; i < processors.Length; i++)
        {
            // The heading tells the processor: a column's place is another number when one is off, whatever upstream makes of it.
            if (KernelText.TryCount(words[i], out double count))
                samples.Add(Served, count, processors[i][Heading.Length..], name, info, devices);
            else
                samples.Report($"{path}: {KernelFile.Shortened(name)} of {processors[i]} '{KernelFile.Shortened(words[i])}' is not a number");
        }
    }
}
