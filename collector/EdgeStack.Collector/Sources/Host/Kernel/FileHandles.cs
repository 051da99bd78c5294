using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>Open files of the whole machine, of /proc/sys/fs/file-nr.</summary>
internal sealed class FileHandles : IHostReading
{
    private static readonly Family Allocated = Family.Gauge("node_filefd_allocated", "Files that are open, of all processes.");
    private static readonly Family Maximum = Family.Gauge("node_filefd_maximum", "How many files can be open, of all processes.");

    public string Name => "filefd";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("sys/fs/file-nr");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Failed($"{path} is missing");
        // allocated, free (always 0), maximum
        if (KernelText.Words(text) is not [var open, _, var most] || !KernelText.TryCount(open, out double allocated) || !KernelText.TryCount(most, out double maximum))
            return new SourceOutcome.Failed($"{path}: '{KernelFile.Shortened(text)}' is not three numbers");
        samples.Add(Allocated, allocated);
        samples.Add(Maximum, maximum);
        return SourceOutcome.Ok;
    }
}
