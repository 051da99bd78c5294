using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>
/// Processes by state and how many threads they have, of /proc/PID/stat: one small file for each process. Threads by state, which upstream shows since 1.4, would take another
/// one for each thread, and no dashboard asks for them.
/// </summary>
internal sealed class ProcessCounts : IHostReading
{
    // Fields behind the process's name, which may itself hold blanks and brackets.
    private const int State = 0, Threads = 17;

    private static readonly Family Pids = Family.Gauge("node_processes_pids", "Processes.");
    private static readonly Family MaxPids = Family.Gauge("node_processes_max_processes", "The largest number that a process or thread can have.");
    private static readonly Family ThreadCount = Family.Gauge("node_processes_threads", "Threads of all processes.");
    private static readonly Family MaxThreads = Family.Gauge("node_processes_max_threads", "How many threads there can be.");
    private static readonly Family States = Family.Gauge("node_processes_state", "Processes in a state, by the kernel's letter for it.", "state");

    public string Name => "processes";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        int pids = 0;
        double threads = 0;
        SortedDictionary<char, int> states = [];
        foreach (string process in Directory.EnumerateDirectories(roots.Proc))
        {
            if (!int.TryParse(Path.GetFileName(process.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                continue;
            string path = Path.Combine(process, "stat");
            if (TryRead(path) is not { } text)
                continue;
            if (!TryParse(text, out char state, out double own))
            {
                samples.Report($"{path}: '{KernelFile.Shortened(text)}' is not a process");
                continue;
            }

            pids++;
            threads += own;
            states[state] = states.GetValueOrDefault(state) + 1;
        }

        if (pids == 0)
            return new SourceOutcome.Failed($"{roots.Proc} has no processes");
        samples.Add(Pids, pids);
        samples.Add(ThreadCount, threads);
        foreach ((char state, int count) in states)
            samples.Add(States, count, $"{state}");
        if (KernelFile.ReadNumber(roots.InProc("sys/kernel/pid_max"), samples) is { } maxPids)
            samples.Add(MaxPids, maxPids);
        if (KernelFile.ReadNumber(roots.InProc("sys/kernel/threads-max"), samples) is { } maxThreads)
            samples.Add(MaxThreads, maxThreads);
        return SourceOutcome.Ok;
    }

    // Only what is wanted is taken apart: there may be a thousand of these, of fifty fields each.
    private static bool TryParse(string text, out char state, out double threads)
    {
        ReadOnlySpan<char> rest = text.AsSpan(text.LastIndexOf(')') + 1).TrimStart();
        (state, threads) = ('\0', 0);
        int field = 0;
        foreach (Range range in rest.Split(' '))
        {
            ReadOnlySpan<char> word = rest[range];
            if (field == State && word.Length == 1 && char.IsAsciiLetter(word[0]))
                state = word[0];
            else if (field == Threads)
                return state != '\0' && KernelText.TryCount(word, out threads);
            field++;
        }

        return false;
    }

    private static string? TryRead(string path)
    {
        try
        {
            return KernelFile.Read(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It ended between the listing and now (ESRCH), or hidepid keeps it from us.
            return null;
        }
    }
}
