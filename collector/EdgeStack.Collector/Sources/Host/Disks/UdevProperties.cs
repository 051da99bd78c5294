using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Host.Disks;

/// <summary>What udev found out about a block device, of its database in /run/udev/data.</summary>
internal static class UdevProperties
{
    // E: marks a property; the other lines are links, tags and times.
    private const string Mark = "E:";

    /// <summary>The properties by their names; none when udev does not know the device, or does not run here.</summary>
    public static IReadOnlyDictionary<string, string> Of(HostRoots roots, string major, string minor, SampleWriter samples)
    {
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        foreach (string line in (KernelFile.ReadWord(roots.InUdev($"data/b{major}:{minor}"), samples) ?? "").Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > Mark.Length && line.StartsWith(Mark, StringComparison.Ordinal))
                properties[line[Mark.Length..equals]] = line[(equals + 1)..].TrimEnd();
        }

        return properties;
    }
}
