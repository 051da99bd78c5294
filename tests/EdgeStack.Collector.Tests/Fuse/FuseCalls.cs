using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Tests.Fuse;

/// <summary>The system calls that a FUSE file system is made of.</summary>
internal static partial class FuseCalls
{
    private const int NewNamespace = 0x20000, OwnFiles = 0x400;
    private const nuint Recursive = 0x4000, Private = 0x40000, NoSetUserId = 2, NoDevices = 4;
    private const int ReadWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x80000, Detach = 2;
    private const short Readable = 1;
    private const int PauseMilliseconds = 10;

    /// <summary>Gives the calling thread mounts and open files of its own; what it mounts nobody else sees.</summary>
    public static bool TryLeaveOthers() => unshare(NewNamespace | OwnFiles) == 0 && mount("none", "/", null, Recursive | Private, null) == 0;

    public static int OpenDevice() => open("/dev/fuse", ReadWrite | NonBlocking | CloseOnExec);

    public static bool TryMount(string folder, int device) => mount("hanging", folder, "fuse", NoSetUserId | NoDevices, $"fd={device},rootmode=40000,user_id=0,group_id=0") == 0;

    public static void Unmount(string folder) => _ = umount2(folder, Detach);

    /// <summary>Waits for a moment until there is something to read.</summary>
    public static bool IsReadable(int device)
    {
        PollEntry entry = new() { Device = device, Events = Readable };
        return poll(ref entry, 1, PauseMilliseconds) > 0 && (entry.Returned & Readable) != 0;
    }

    public static int Read(int device, byte[] buffer) => (int)read(device, buffer, (nuint)buffer.Length);

    public static void Write(int device, byte[] buffer) => _ = write(device, buffer, (nuint)buffer.Length);

    public static void Close(int device) => _ = close(device);

    public static int ThreadId() => gettid();

#pragma warning disable IDE1006 // the C library's names
    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string source, string target, string? type, nuint flags, string? data);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string target, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int device);

    [LibraryImport("libc")]
    private static partial nint read(int device, byte[] buffer, nuint length);

    [LibraryImport("libc")]
    private static partial nint write(int device, byte[] buffer, nuint length);

    [LibraryImport("libc")]
    private static partial int poll(ref PollEntry entry, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int gettid();
#pragma warning restore IDE1006

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Device;
        public short Events;
        public short Returned;
    }
}
