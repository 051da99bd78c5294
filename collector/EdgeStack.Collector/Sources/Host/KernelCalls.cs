using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>
/// Opening, reading and closing as the kernel does it. .NET's own files lock, look and lock again (seven calls for one line of /proc), and throw for what is not there.
/// </summary>
internal static partial class KernelCalls
{
    public const int NotPermitted = 1, NoSuchFile = 2, Interrupted = 4, AccessDenied = 13;

    // The same numbers on every processor that we run on. Not blocking: neither a pipe without a writer nor a driver without a value is waited for.
    private const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExecute = 0x80000;

    /// <summary>The file's number, or the kernel's error as a negative number.</summary>
    public static int Open(string path)
    {
        int file;
        while ((file = Open(path, ReadOnly | NonBlocking | CloseOnExecute)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                return -error;
        }

        return file;
    }

    /// <summary>How many bytes were read, 0 at the end, or the kernel's error as a negative number.</summary>
    public static int Read(int file, Span<byte> buffer)
    {
        nint read;
        while ((read = Read(file, buffer, buffer.Length)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                return -error;
        }

        return (int)read;
    }

    // Not again when it is interrupted: Linux has closed it by then.
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, Span<byte> buffer, nint length);
}
