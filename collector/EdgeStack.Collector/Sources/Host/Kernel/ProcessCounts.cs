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

    // The kernel's letters: of both cases, with a few others between.
    private const byte FirstState = (byte)'A', LastState = (byte)'z';

    private static readonly Family Pids = Family.Gauge("node_processes_pids", "Processes.");
    private static readonly Family MaxPids = Family.Gauge("node_processes_max_processes", "The largest number that a process or thread can have.");
    private static readonly Family ThreadCount = Family.Gauge("node_processes_threads", "Threads of all processes.");
    private static readonly Family MaxThreads = Family.Gauge("node_processes_max_threads", "How many threads there can be.");
    private static readonly Family States = Family.Gauge("node_processes_state", "Processes in a state, by the kernel's letter for it.", "state");

    public string Name => "processes";

    public TimeSpan Every { get; } = TimeSpan.FromMinutes(1);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        int pids = 0;
        double threads = 0;
        Span<int> states = stackalloc int[LastState - FirstState + 1];
        states.Clear();
        foreach (string process in Directory.EnumerateDirectories(roots.Proc))
        {
            if (!int.TryParse(Path.GetFileName(process.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                continue;
            string path = Path.Combine(process, "stat");
            using KernelBytes file = KernelBytes.TryRead(path);
            // It ended between the listing and now (ESRCH), or hidepid keeps it from us.
            if (file.Error != 0)
                continue;
            if (!TryParse(file.Bytes, out byte state, out double own))
            {
                samples.Report($"{path}: '{KernelFile.Shortened(file.Bytes)}' is not a process");
                continue;
            }

            pids++;
            threads += own;
            states[state - FirstState]++;
        }

        if (pids == 0)
            return new SourceOutcome.Failed($"{roots.Proc} has no processes");
        samples.Add(Pids, pids);
        samples.Add(ThreadCount, threads);
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i] > 0)
                samples.Add(States, states[i], $"{(char)(FirstState + i)}");
        }

        if (KernelFile.ReadNumber(roots.InProc("sys/kernel/pid_max"), samples) is { } maxPids)
            samples.Add(MaxPids, maxPids);
        if (KernelFile.ReadNumber(roots.InProc("sys/kernel/threads-max"), samples) is { } maxThreads)
            samples.Add(MaxThreads, maxThreads);
        return SourceOutcome.Ok;
    }

    // Only what is wanted is taken apart: there may be a thousand of these, of fifty fields each.
    private static bool TryParse(ReadOnlySpan<byte> text, out byte state, out double threads)
    {
        ReadOnlySpan<byte> rest = text[(text.LastIndexOf((byte)')') + 1)..];
        (state, threads) = (0, 0);
        for (int field = 0; KernelText.Word(ref rest) is { IsEmpty: false } word; field++)
        {
            if (field == State && word.Length == 1 && char.IsAsciiLetter((char)word[0]))
                state = word[0];
            else if (field == Threads)
                return state != 0 && KernelText.TryCount(word, out threads);
        }

        return false;
    }
}
