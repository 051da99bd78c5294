using System.Runtime.InteropServices;

namespace EdgeStack.Provisioning.Local;

/// <summary>
/// Asks a child process to end. CliWrap would send SIGINT, which a program that a script started in the background ignores, and so do
/// its children; SIGTERM always arrives.
/// </summary>
internal static partial class ChildSignal
{
    // POSIX, <signal.h>: 15 on every Linux.
    private const int Terminate = 15;

    /// <param name="process">Of a child that has not been waited for, so that the number cannot belong to somebody else.</param>
    public static void End(int process) => _ = Kill(process, Terminate);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
