using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>Whether what the kernel says to us about the network is what it says to the machine's first process, or that of a pod of ours.</summary>
internal static partial class OwnNetwork
{
    // struct statx: the inode's number, the same on every architecture.
    private const int StatxLength = 256, Inode = 32, AtWorkingFolder = -100;
    private const uint WantInode = 0x100;

    /// <summary>
    /// The files below net are made once for each network, so that they are the same file for whoever shares one. No privilege is needed, as it is for the links in /proc/1/ns.
    /// </summary>
    public static bool IsMachines(HostRoots roots) => InodeOf("/proc/self/net/tcp") is { } own && own == InodeOf(roots.InProcNet("tcp"));

    private static ulong? InodeOf(string path)
    {
        byte[] answer = new byte[StatxLength];
        return Statx(AtWorkingFolder, path, 0, WantInode, answer) == 0 ? MemoryMarshal.Read<ulong>(answer.AsSpan(Inode)) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);
}
