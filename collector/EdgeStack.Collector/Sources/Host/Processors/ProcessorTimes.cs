using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>What every processor spent its time on, of /proc/stat; which are on; how often they were too hot.</summary>
internal sealed class ProcessorTimes : IHostReading
{
    /// <summary>USER_HZ: what user space sees is 100 on every architecture that we run on, whatever the kernel's own clock.</summary>
    private const double TicksPerSecond = 100;

    // Idle time that falls by so much is a processor that was taken away and came back: it counts anew.
    private const double TakenAway = 3 * TicksPerSecond;
    private const int Idle = 3;

    private static ReadOnlySpan<byte> Prefix => "cpu"u8;

    private static readonly string[] Modes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"];
    private static readonly string[] GuestModes = ["user", "nice"];

    private static readonly Family Times = Family.Counter("node_cpu_seconds_total", "Seconds that a processor spent in a mode.", "cpu", "mode");
    private static readonly Family GuestTimes = Family.Counter("node_cpu_guest_seconds_total", "Seconds that a processor ran virtual machines; they are in the modes user and nice too.", "cpu", "mode");

    private Dictionary<string, double[]> _ticks = [];

    public string Name => "cpu";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("stat");
        using KernelBytes file = KernelFile.ReadBytes(path);
        if (!file.Exists)
            return new SourceOutcome.Failed($"{path} is missing");
        Dictionary<string, double[]> ticks = [];
        ReadOnlySpan<byte> rest = file.Bytes;
        while (KernelText.TryLine(ref rest, out ReadOnlySpan<byte> line))
        {
            // cpu is the sum of all, cpu0 is one.
            ReadOnlySpan<byte> word = KernelText.Word(ref line);
            if (!word.StartsWith(Prefix) || word.Length == Prefix.Length)
                continue;
            string number = Encoding.UTF8.GetString(word[Prefix.Length..]);
            if (TicksOf(line) is not { } read)
                samples.Report($"{path}: the times of {KernelFile.Shortened(word)} are not numbers");
            else if (ticks.TryAdd(number, Later(_ticks.GetValueOrDefault(number), read)))
                Add(samples, number, ticks[number]);
        }

        // One that is switched off is not in the file, and counts anew when it comes back.
        _ticks = ticks;
        if (ticks.Count == 0)
            return new SourceOutcome.Failed($"{path} has no processor");
        (string, string)[] folders = [.. ProcessorFolders.In(roots)];
        ProcessorStates.Read(roots, folders, samples);
        ThermalThrottles.Read(folders, samples);
        return SourceOutcome.Ok;
    }

    private static double[]? TicksOf(ReadOnlySpan<byte> words)
    {
        // Older kernels have fewer modes, newer ones may have more.
        Span<double> ticks = stackalloc double[Modes.Length + GuestModes.Length];
        int count = 0;
        while (count < ticks.Length && KernelText.Word(ref words) is { IsEmpty: false } word)
        {
            if (!KernelText.TryCount(word, out ticks[count++]))
                return null;
        }

        return count > Idle ? ticks[..count].ToArray() : null;
    }

    /// <summary>The kernel computes some of these times at the moment of reading, so that they step back a little at times; a counter must not.</summary>
    private static double[] Later(double[]? before, double[] now) =>
        before is null || before.Length != now.Length || before[Idle] - now[Idle] >= TakenAway ? now : [.. now.Zip(before, Math.Max)];

    private static void Add(SampleWriter samples, string number, double[] ticks)
    {
        for (int i = 0; i < ticks.Length; i++)
        {
            if (i < Modes.Length)
                samples.Add(Times, ticks[i] / TicksPerSecond, number, Modes[i]);
            else
                samples.Add(GuestTimes, ticks[i] / TicksPerSecond, number, GuestModes[i - Modes.Length]);
        }
    }
}
