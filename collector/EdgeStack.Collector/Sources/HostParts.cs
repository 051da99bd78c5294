using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Disks;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Sources.Nfs;

namespace EdgeStack.Collector.Sources;

/// <summary>Every part of the machine that can be read, in the order in which they stand on the page.</summary>
internal static class HostParts
{
    /// <param name="mounts">Who asks mounts how full they are; the kernel when none is given. One for all parts: so a mount that hangs holds one thread.</param>
    public static IReadOnlyList<IHostReading> All(MountInquiry? mounts = null)
    {
        mounts ??= new MountInquiry();
        return
        [
            new LoadAverage(),
            new DiskStatistics(),
            new StorageHealth(),
            new FileSystemUsage(mounts, MountFilter.Default),
            new NfsClientStatistics(),
            new NfsServerStatistics(),
            new NfsMounts(mounts, MountFilter.Default),
            new MountStatistics(MountFilter.Default),
        ];
    }
}
