using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>The real device files below a folder such as <c>/dev</c>. They are opened at every exchange: one is enough for years, and access may be given or taken meanwhile.</summary>
internal sealed unsafe partial class VcioMailbox(string folder) : IMailbox
{
    private const int ReadOnly = 0, CloseOnExecute = 0x80000;
    private const int TooLong = 36;
    private const int Alignment = 16;

    public int Exchange(MailboxDevice device, Span<uint> message)
    {
        string path = Path.Combine(folder, device == MailboxDevice.Everything ? "vcio" : "vcio_gencmd");
        int descriptor = Open(path, ReadOnly | CloseOnExecute);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError();
        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        int bytes = message.Length * sizeof(uint);
        if (message.Length == 0 || message[0] != bytes)
            return TooLong;

        // The low four bits of the buffer's address stand for the mailbox's channel in the hardware.
        void* buffer = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        try
        {
            Span<uint> aligned = new(buffer, message.Length);
            message.CopyTo(aligned);
            if (Control(handle, Request, buffer) < 0)
                return Marshal.GetLastPInvokeError();
            aligned.CopyTo(message);
            return 0;
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    /// <summary>_IOWR(100, 0, char *): direction, size of a pointer, 100, 0. The size makes it another number for programs of 32 bits.</summary>
    internal static nuint Request => RequestOf(sizeof(void*));

    internal static nuint RequestOf(int pointerSize) => (nuint)((3u << 30) | ((uint)pointerSize << 16) | (100u << 8));

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle handle, nuint request, void* argument);
}
