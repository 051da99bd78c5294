using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>How often processors were slowed down since they were hot. Only x86 counts this: a Raspberry Pi has none of these files.</summary>
internal static class ThermalThrottles
{
    private static readonly Family Packages = Family.Counter("node_cpu_package_throttles_total", "How often a package of processors was slowed down for its temperature.", "package");
    private static readonly Family Cores = Family.Counter("node_cpu_core_throttles_total", "How often a core was slowed down for its temperature.", "package", "core");

    public static void Read(IReadOnlyList<(string Number, string Folder)> processors, SampleWriter samples)
    {
        // The threads of a core, and the cores of a package, all tell the same count: it stands once.
        HashSet<(string Package, string? Core)> seen = [];
        foreach ((_, string folder) in processors)
        {
            string counts = Path.Combine(folder, "thermal_throttle");
            if (!Directory.Exists(counts) || Id(folder, "physical_package_id", samples) is not { } package || Id(folder, "core_id", samples) is not { } core)
                continue;
            if (!seen.Contains((package, core)) && KernelFile.ReadNumber(Path.Combine(counts, "core_throttle_count"), samples) is { } ofCore && seen.Add((package, core)))
                samples.Add(Cores, ofCore, package, core);
            if (!seen.Contains((package, null)) && KernelFile.ReadNumber(Path.Combine(counts, "package_throttle_count"), samples) is { } ofPackage && seen.Add((package, null)))
                samples.Add(Packages, ofPackage, package);
        }
    }

    // -1 is what the kernel says when it does not know.
    private static string? Id(string folder, string name, SampleWriter samples) =>
        KernelFile.ReadWord(Path.Combine(folder, "topology", name), samples) is { } id && KernelText.TryCount(id, out _) ? id : null;
}
