using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Which cloudflared we have started last. A gateway that was killed leaves its child behind; the next one ends it first, since two would share the
/// tunnel's requests. A process number alone may belong to somebody else by then: what it executes and when it began must fit too.
/// </summary>
internal static partial class FormerProcess
{
    private const int Terminate = 15, Kill = 9;

    private const string Replaced = " (deleted)"; // what the kernel puts behind the name

    private const int StartTimeAfterName = 19; // field 22 of /proc/PID/stat, counted from the one after the name

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes down a process that has just been started.</summary>
    /// <returns>Why that could not be done; the process runs all the same.</returns>
    public static string? Remember(string file, int process) => Try(() =>
    {
        if (Identity(process) is { } identity)
            File.WriteAllText(file, identity);
    });

    /// <returns>Why that could not be done.</returns>
    public static string? Forget(string file) => Try(() => File.Delete(file));

    /// <summary>Ends the one that was written down, if it still runs: gently, and by force after ten seconds.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> EndAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        string? identity = null;
        if (!File.Exists(file) || Try(() => identity = File.ReadAllText(file)) is not null || identity is null)
            return false;
        if (!int.TryParse(identity.Split('\n')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process) || Identity(process) != identity)
            return false;
        _ = Signal(process, Terminate);
        long asked = time.GetTimestamp();
        bool killed = false;
        while (Identity(process) == identity)
        {
            if (!killed && time.GetElapsedTime(asked) > Patience)
            {
                _ = Signal(process, Kill);
                killed = true;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }

    // Number, start in ticks since the machine's own, executable. Null when there is no such process, or it has ended and only waits to be counted.
    private static string? Identity(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            // The name is in parentheses and may hold anything.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string? executable = new FileInfo($"/proc/{process}/exe").LinkTarget;
            // A package that was updated has put another program in its place; the process is the same.
            if (executable is not null && executable.EndsWith(Replaced, StringComparison.Ordinal))
                executable = executable[..^Replaced.Length];
            return executable is null || fields[0] is "Z" or "X" ? null : string.Create(CultureInfo.InvariantCulture, $"{process}\n{fields[StartTimeAfterName]}\n{executable}\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
