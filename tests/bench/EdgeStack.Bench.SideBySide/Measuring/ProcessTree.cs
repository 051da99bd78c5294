using System.Globalization;

namespace EdgeStack.Bench.SideBySide.Measuring;

/// <summary>A process and those that it had started when this was made.</summary>
internal sealed class ProcessTree
{
    // USER_HZ, in which /proc counts: 100 on every Linux, whatever the kernel's own tick is.
    private const double TicksPerSecond = 100;

    // From 'state', the first field after the name in proc(5): utime is field 14 and stime 15.
    private const int ParentField = 1, UserField = 11, SystemField = 12;

    private readonly int[] _processes;

    public ProcessTree(int root)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int process) ? process : 0)
            .Where(process => process > 0)
            .ToLookup(Parent);
        _processes = [.. Below(root, children)];
    }

    /// <summary>What all of them have used so far, in user and in system mode.</summary>
    public TimeSpan CpuTime() => TimeSpan.FromSeconds(_processes.Sum(process =>
    {
        string[] fields = Fields(process);
        return long.Parse(fields[UserField], CultureInfo.InvariantCulture) + long.Parse(fields[SystemField], CultureInfo.InvariantCulture);
    }) / TicksPerSecond);

    /// <summary>Sum of resident memory; pages that they share count in each.</summary>
    public long ResidentBytes() => _processes.Sum(process =>
        File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024));

    private static IEnumerable<int> Below(int process, ILookup<int, int> children) => children[process].SelectMany(child => Below(child, children)).Prepend(process);

    private static int Parent(int process)
    {
        try
        {
            return int.Parse(Fields(process)[ParentField], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it ended meanwhile
        }
    }

    // The name is in brackets and may have blanks and brackets in it.
    private static string[] Fields(int process)
    {
        string stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
