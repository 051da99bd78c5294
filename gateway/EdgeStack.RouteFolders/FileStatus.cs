using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.RouteFolders;

/// <summary>
/// What stands at a path, without opening it: opening a named pipe waits for somebody to write, and .NET does not tell one from a file.
/// </summary>
/// <param name="IsFile">An ordinary file: no folder, pipe, socket or device.</param>
/// <param name="IsFolder">A folder, and no link to one unless links were followed.</param>
/// <param name="Owner">User number.</param>
/// <param name="Identity">Device and number there: the same for one folder or file, whatever ways lead to it.</param>
/// <param name="Changed">When its content, name or rights were last changed, by the clock of its file system; programs cannot set it.</param>
/// <param name="Length">In bytes.</param>
public readonly partial record struct FileStatus(bool IsFile, bool IsFolder, uint Owner, (uint Major, uint Minor, ulong Number) Identity, (long Seconds, uint Nanoseconds) Changed, ulong Length)
{
    // <fcntl.h>, <linux/stat.h>, <sys/stat.h>: the same on every Linux.
    private const int HereAndNow = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int OfHandle = 0x1000; // AT_EMPTY_PATH
    private const uint Wanted = 0x1 | 0x8 | 0x80 | 0x100 | 0x200; // STATX_TYPE, STATX_UID, STATX_CTIME, STATX_INO, STATX_SIZE
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int File = 0x8000;

    /// <returns>Null when it cannot be known: nothing there, or no right to look.</returns>
    public static FileStatus? Of(string path, bool followLinks) =>
        Statx(HereAndNow, path, followLinks ? 0 : NoFollow, Wanted, out Answer answer) == 0 ? Read(answer) : null;

    /// <summary>What was opened, whatever stands at its path by now.</summary>
    public static FileStatus? Of(SafeFileHandle handle) =>
        Statx(handle, "", OfHandle, Wanted, out Answer answer) == 0 ? Read(answer) : null;

    private static FileStatus Read(Answer answer) => new(
        (answer.Mode & TypeMask) == File, (answer.Mode & TypeMask) == Folder, answer.Owner, (answer.DeviceMajor, answer.DeviceMinor, answer.Number),
        (answer.ChangedSeconds, answer.ChangedNanoseconds), answer.Length);

    // Not stat(2): the layout of its answer differs from machine to machine, that of statx(2) does not.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Answer answer);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(SafeFileHandle opened, string path, int flags, uint mask, out Answer answer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Answer
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Number;

        [FieldOffset(40)]
        public ulong Length;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
