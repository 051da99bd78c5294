using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Gateway.State;

/// <summary>Brings a folder's entries to the disk: a rename is safe from a power cut only then. .NET opens no folders.</summary>
internal static partial class FolderFlush
{
    // O_RDONLY | O_CLOEXEC, the same on both architectures.
    private const int ReadOnlyCloseOnExec = 0x80000;

    public static void Flush(string folder)
    {
        using SafeFileHandle handle = Open(folder, ReadOnlyCloseOnExec);
        if (handle.IsInvalid || Sync(handle) != 0)
            throw new IOException($"{folder} cannot be flushed to disk: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle handle);
}
