using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Nfs;

/// <summary>What the kernel's counts of NFS calls stand for, by their places. The names are those of node_exporter, which dashboards show.</summary>
internal static class NfsProcedures
{
    /// <summary>NFS 2, RFC 1094.</summary>
    public static ImmutableArray<string> Version2 { get; } =
    [
        "Null", "GetAttr", "SetAttr", "Root", "Lookup", "ReadLink", "Read", "WrCache", "Write", "Create", "Remove", "Rename", "Link", "SymLink", "MkDir", "RmDir", "ReadDir",
        "FsStat",
    ];

    /// <summary>NFS 3, RFC 1813.</summary>
    public static ImmutableArray<string> Version3 { get; } =
    [
        "Null", "GetAttr", "SetAttr", "Lookup", "Access", "ReadLink", "Read", "Write", "Create", "MkDir", "SymLink", "MkNod", "Remove", "RmDir", "Rename", "Link", "ReadDir",
        "ReadDirPlus", "FsStat", "FsInfo", "PathConf", "Commit",
    ];

    /// <summary>The client's calls of NFS 4, in the order of the kernel's include/linux/nfs4.h. node_exporter has LayoutGet and GetDeviceInfo the other way round.</summary>
    public static ImmutableArray<string> ClientVersion4 { get; } =
    [
        "Null", "Read", "Write", "Commit", "Open", "OpenConfirm", "OpenNoattr", "OpenDowngrade", "Close", "Setattr", "FsInfo", "Renew", "SetClientID", "SetClientIDConfirm",
        "Lock", "Lockt", "Locku", "Access", "Getattr", "Lookup", "LookupRoot", "Remove", "Rename", "Link", "Symlink", "Create", "Pathconf", "StatFs", "ReadLink", "ReadDir",
        "ServerCaps", "DelegReturn", "GetACL", "SetACL", "FsLocations", "ReleaseLockowner", "Secinfo", "FsidPresent", "ExchangeID", "CreateSession", "DestroySession", "Sequence",
        "GetLeaseTime", "ReclaimComplete", "LayoutGet", "GetDeviceInfo", "LayoutCommit", "LayoutReturn", "SecinfoNoName", "TestStateID", "FreeStateID", "GetDeviceList",
        "BindConnToSession", "DestroyClientID", "Seek", "Allocate", "DeAllocate", "LayoutStats", "Clone",
    ];

    /// <summary>The server's operations of NFS 4, by their numbers of RFC 7530; those without a name are not told.</summary>
    public static ImmutableArray<string> ServerVersion4 { get; } =
    [
        "", "", "", "Access", "Close", "Commit", "Create", "DelegPurge", "DelegReturn", "GetAttr", "GetFH", "Link", "Lock", "Lockt", "Locku", "Lookup", "LookupRoot", "Nverify",
        "Open", "OpenAttr", "OpenConfirm", "OpenDgrd", "PutFH", "", "", "Read", "ReadDir", "ReadLink", "Remove", "Rename", "Renew", "RestoreFH", "SaveFH", "SecInfo", "SetAttr",
        "", "", "Verify", "Write", "RelLockOwner",
    ];

    /// <summary>Adds a sample for every count that has a name. Older kernels have fewer counts, newer ones more.</summary>
    public static void Add(Family family, string version, ImmutableArray<string> names, ImmutableArray<ulong> counts, SampleWriter samples)
    {
        for (int i = 0; i < Math.Min(names.Length, counts.Length); i++)
        {
            if (names[i].Length > 0)
                samples.Add(family, counts[i], version, names[i]);
        }
    }
}
