using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>
/// The system call that tells how full a file system is. On a network file system whose server is gone it never returns, and no signal ends it.
/// </summary>
internal static partial class StatFs
{
    // Larger than the kernel's structure on every processor: 120 bytes with 64-bit words, 88 with 32-bit ones.
    private const int Longest = 256;
    private const int Interrupted = 4;

    /// <summary>Asks, and waits for as long as it takes.</summary>
    /// <param name="path">Bytes of the path, with a zero at the end.</param>
    public static MountAnswer Ask(byte[] path)
    {
        Span<byte> buffer = stackalloc byte[Longest];
        bool wide = nint.Size == sizeof(long);
        while ((wide ? Wide(path, buffer) : Narrow(path, buffer)) != 0)
        {
            int code = Marshal.GetLastPInvokeError();
            if (code != Interrupted)
                return new MountAnswer.Refused(code, Marshal.GetPInvokeErrorMessage(code));
        }

        return new MountAnswer.Size(Read(buffer, wide));
    }

    /// <summary>
    /// Reads the structure: type, size of a transfer, then five counts of 64 bits, the file system's number (64 bits), the longest name, and the unit of the counts.
    /// Words are as long as the processor's; with <c>statfs64</c> on 32 bits the counts still have 64.
    /// </summary>
    public static FileSystemSize Read(ReadOnlySpan<byte> buffer, bool wide)
    {
        int word = wide ? sizeof(long) : sizeof(int), counts = 2 * word, behind = counts + (6 * sizeof(ulong));
        double unit = Word(buffer[(behind + word)..]);
        // A kernel or file system that knows no unit of its own counts in transfers.
        if (unit == 0)
            unit = Word(buffer[word..]);
        return new FileSystemSize(Count(buffer, 0) * unit, Count(buffer, 1) * unit, Count(buffer, 2) * unit, Count(buffer, 3), Count(buffer, 4));

        double Word(ReadOnlySpan<byte> at) => wide ? BinaryPrimitives.ReadUInt64LittleEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

        double Count(ReadOnlySpan<byte> all, int index) => BinaryPrimitives.ReadUInt64LittleEndian(all[(counts + (index * sizeof(ulong)))..]);
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true)]
    private static partial int Wide(byte[] path, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "statfs64", SetLastError = true)]
    private static partial int Narrow(byte[] path, Span<byte> buffer);
}
