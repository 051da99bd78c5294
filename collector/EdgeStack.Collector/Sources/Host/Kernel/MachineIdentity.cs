using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>
/// What uname(2) says about the machine. The best known dashboard fills all its choices from this one series, so the name in it must be the machine's, not the pod's.
/// </summary>
/// <param name="nodeName">The machine's name where somebody knows it, such as a pod from <c>spec.nodeName</c>; empty where nobody does.</param>
internal sealed class MachineIdentity(string nodeName = "") : IHostReading
{
    // The kernel's constant for the machine's first namespace of names, PROC_UTS_INIT_INO.
    private const string FirstNames = "uts:[4026531838]";

    private static readonly Family Identity = Family.Gauge("node_uname_info", "1, with what the kernel calls itself and the machine.", "sysname", "release", "version", "machine", "nodename", "domainname");

    public string Name => "uname";

    public TimeSpan Every { get; } = TimeSpan.FromMinutes(1);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        if (Kernel(roots, "ostype", samples) is not { Length: > 0 } system || Kernel(roots, "osrelease", samples) is not { Length: > 0 } release)
            return new SourceOutcome.Failed($"{roots.InProc("sys/kernel/osrelease")} is missing");
        // The file with the architecture came with kernel 6.1.
        string machine = Kernel(roots, "arch", samples) ?? Uname.Machine();
        samples.Add(Identity, 1, system, release, Kernel(roots, "version", samples) ?? "", machine, NodeName(roots, samples), Kernel(roots, "domainname", samples) ?? "");
        return SourceOutcome.Ok;
    }

    private static string? Kernel(HostRoots roots, string name, SampleWriter samples) => KernelFile.ReadWord(roots.InProc($"sys/kernel/{name}"), samples);

    /// <summary>
    /// The kernel answers with the name of the reader's own namespace, whichever /proc is looked into. In a pod that has one of its own, the machine's is in its /etc/hostname, if
    /// its root is to be seen.
    /// </summary>
    private string NodeName(HostRoots roots, SampleWriter samples)
    {
        if (nodeName.Length > 0)
            return nodeName;
        string own = Kernel(roots, "hostname", samples) ?? "";
        if (SharesNames(roots) || KernelFile.ReadWord(roots.Resolved("etc/hostname"), samples) is not { } file)
            return own;
        string? named = file.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#');
        return named ?? own;
    }

    private static bool SharesNames(HostRoots roots)
    {
        string? own = Link(roots.InProc("self/ns/uts"));
        // Only the superuser may look at process 1's.
        return own is null || own == (Link(roots.InProc("1/ns/uts")) ?? FirstNames);
    }

    private static string? Link(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
