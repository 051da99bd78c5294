using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>
/// Whether the servers of NFS mounts answer. Mounts of one file system hang together, and a volume is mounted once for every pod: so one series stands for all of them,
/// under the place that is not a pod's where there is one.
/// </summary>
internal sealed class NfsMounts(MountInquiry inquiry, MountFilter filter) : IHostReading
{
    // errno(3): what says something about the reader, not about the server.
    private const int NotPermitted = 1, NotFound = 2, AccessDenied = 13, NotADirectory = 20;

    private static readonly Family Up = Family.Gauge("edgestack_nfs_mount_up", "Whether an NFS mount answers; 0 when it hangs or its files are gone.",
        "mountpoint", "server", "export");

    public string Name => "nfsmounts";

    /// <summary>Whether it is a mount of an NFS server's files.</summary>
    public static bool IsNfs(Mount mount) => mount.Type is "nfs" or "nfs4";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        if (!MountTable.MayHave(roots, " nfs"u8))
            return new SourceOutcome.Absent("no NFS server's files are mounted");
        Mount[] mounts = [.. MountTable.Read(roots, samples).Where(IsNfs).OrderBy(filter.Excludes).DistinctBy(mount => (mount.Device, mount.Number))];
        if (mounts.Length == 0)
            return new SourceOutcome.Absent("no NFS server's files are mounted");
        IReadOnlyList<MountAnswer> answers = inquiry.Ask(roots, mounts);
        for (int i = 0; i < mounts.Length; i++)
        {
            (string server, string export) = Split(mounts[i].Device);
            if (IsUp(answers[i]) is { } up)
                samples.Add(Up, up ? 1 : 0, mounts[i].Point, server, export);
            else
                samples.Report($"{mounts[i].Point}: whether it answers is not known ({(answers[i] as MountAnswer.Refused)?.Why ?? "no answer yet"})");
        }

        return SourceOutcome.Ok;
    }

    private static bool? IsUp(MountAnswer answer) => answer switch
    {
        MountAnswer.Size => true,
        MountAnswer.Stuck => false,
        MountAnswer.Refused { Code: 0 or NotPermitted or NotFound or AccessDenied or NotADirectory } => null,
        MountAnswer.Refused => false,
        _ => null,
    };

    // nas:/srv/data, [fd00::7]:/srv/data
    private static (string Server, string Export) Split(string device)
    {
        int colon = device.IndexOf(":/", StringComparison.Ordinal);
        return colon < 0 ? (device, "") : (device[..colon].Trim('[', ']'), device[(colon + 1)..]);
    }
}
