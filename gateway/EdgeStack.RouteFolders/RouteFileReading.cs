using System.Runtime.InteropServices;
using System.Text;
using EdgeStack.Routes.Documents;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.RouteFolders;

/// <summary>What a route file holds, or why it cannot be read. Links are followed. Whatever stands at the path, reading it ends and is bounded.</summary>
public abstract partial record RouteFileReading
{
    // <fcntl.h>, the same on both architectures: O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC.
    private const int ReadOnlyAtOnce = 0x100 | 0x800 | 0x80000;

    // In letters. Beyond what a document may have, because a text that is too long is also asked what it wants to protect.
    private const int Most = 4 * YamlText.MaxLength;

    private RouteFileReading()
    {
    }

    /// <param name="path">The file, or a link to it.</param>
    public static RouteFileReading Of(string path)
    {
        // Before opening, because that alone makes some devices do something; and after it, because a pipe may have come in between.
        if (FileStatus.Of(path, followLinks: true) is { IsFile: false })
            return NotOrdinary();
        using SafeFileHandle handle = Open(path, ReadOnlyAtOnce);
        if (handle.IsInvalid)
            return new Refused(Marshal.GetLastPInvokeErrorMessage());
        if (FileStatus.Of(handle) is not { IsFile: true })
            return NotOrdinary();
        try
        {
            return new Text(Read(handle));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new Refused(fault.Message);
        }
    }

    // By what is read, not by a length: that is another one a moment later, and files of the kernel have none.
    private static string Read(SafeFileHandle handle)
    {
        using StreamReader reader = new(new FileStream(handle, FileAccess.Read, bufferSize: 0));
        char[] letters = new char[8 * 1024];
        StringBuilder text = new();
        while (text.Length <= Most && reader.Read(letters) is > 0 and var read)
            text.Append(letters, 0, read);
        return text.ToString();
    }

    private static Refused NotOrdinary() => new("it is no ordinary file, but a pipe, a socket or a device");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    /// <param name="Letters">Of a file that is too large only the beginning, and too long for <see cref="YamlText.Load"/>, which says so.</param>
    public sealed record Text(string Letters) : RouteFileReading;

    /// <param name="Why">A sentence for people.</param>
    public sealed record Refused(string Why) : RouteFileReading;
}
