using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>What the kernel's random numbers come from, of /proc/sys/kernel/random.</summary>
internal sealed class Entropy : IHostReading
{
    private static readonly Family Available = Family.Gauge("node_entropy_available_bits", "Bits of entropy that are there.");
    private static readonly Family PoolSize = Family.Gauge("node_entropy_pool_size_bits", "Bits of entropy that there can be.");

    public string Name => "entropy";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        double? available = KernelFile.ReadNumber(roots.InProc("sys/kernel/random/entropy_avail"), samples);
        double? size = KernelFile.ReadNumber(roots.InProc("sys/kernel/random/poolsize"), samples);
        if (available is { } bits)
            samples.Add(Available, bits);
        if (size is { } most)
            samples.Add(PoolSize, most);
        return available is null && size is null ? new SourceOutcome.Absent("the kernel does not say how much entropy it has") : SourceOutcome.Ok;
    }
}
