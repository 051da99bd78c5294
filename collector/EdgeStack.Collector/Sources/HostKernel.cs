using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Sources;

/// <summary>What parts ask of the machine beyond its files.</summary>
/// <param name="Mounts">Who asks mounts how full they are. One for all parts: so a mount that hangs holds one thread.</param>
/// <param name="Clock">The machine's clock.</param>
/// <param name="PageSize">Bytes in a page of its memory.</param>
internal sealed record HostKernel(MountInquiry Mounts, TimeProvider Clock, int PageSize)
{
    /// <summary>The machine that we run on.</summary>
    public static HostKernel OfThisMachine() => new(new MountInquiry(), TimeProvider.System, Environment.SystemPageSize);
}
