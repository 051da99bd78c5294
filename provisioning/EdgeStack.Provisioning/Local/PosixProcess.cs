using System.Runtime.InteropServices;

namespace EdgeStack.Provisioning.Local;

/// <summary>Processes by their number.</summary>
internal static partial class PosixProcess
{
    // POSIX, <signal.h> and <errno.h>: the same on every Linux.
    private const int NoSignal = 0;
    private const int Terminate = 15;
    private const int NoSuchProcess = 3;

    /// <summary>
    /// Asks a child process to end. CliWrap would send SIGINT, which a program that a script started in the background ignores, and so
    /// do its children; SIGTERM always arrives.
    /// </summary>
    /// <param name="process">Of a child that has not been waited for, so that the number cannot belong to somebody else.</param>
    public static void End(int process) => _ = Kill(process, Terminate);

    /// <param name="process">Above 0; a process of somebody else counts as running.</param>
    public static bool IsGone(int process) => Kill(process, NoSignal) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
