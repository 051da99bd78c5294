using System.Runtime.InteropServices;

namespace EdgeStack.Provisioning.Rendering;

/// <summary>
/// Tells whether this process was given a standard stream. Asking for the number alone is not enough: .NET opens files and pipes of its
/// own first and gets the free numbers, and data written there would go anywhere.
/// </summary>
internal static partial class StandardStream
{
    public const int Output = 1;
    public const int Error = 2;

    // POSIX, <fcntl.h>: the same on every Linux.
    private const int GetFlags = 1; // F_GETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>What was handed down survived the start of this program, so it cannot be marked to be closed at one.</summary>
    public static bool IsOpen(int stream) => Fcntl(stream, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fcntl(int stream, int command);
}
