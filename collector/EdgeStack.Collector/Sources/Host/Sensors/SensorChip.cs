namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>A hwmon device.</summary>
/// <param name="Label">What node_exporter calls it: after the device it belongs to, for the kernel's numbers change from boot to boot.</param>
/// <param name="Name">What the driver calls it, cleaned; empty when it does not say.</param>
/// <param name="Folder">Its folder, with no symbolic link left in it.</param>
internal sealed record SensorChip(string Label, string Name, string Folder)
{
    /// <summary>The folder of the device it belongs to, where some drivers keep sensors too.</summary>
    public string DeviceFolder => Path.Combine(Folder, "device");

    /// <summary>Every one of the machine. Two of the same device get their names behind its label, or their numbers when these are the same too.</summary>
    public static IReadOnlyList<SensorChip> Of(string hwmonFolder, Func<string, string?> readName)
    {
        List<SensorChip> chips = [];
        foreach (string number in KernelFile.List(hwmonFolder))
        {
            string folder = Target(Path.Combine(hwmonFolder, number));
            if (!Directory.Exists(folder))
                continue;
            string name = SensorName.Clean(readName(Path.Combine(folder, "name")) ?? "");
            chips.Add(new SensorChip(LabelOf(folder, name), name, folder));
        }

        return [.. chips.GroupBy(chip => chip.Label).SelectMany(same => same.Count() == 1 ? same : same.Select(chip => chip with { Label = $"{chip.Label}_{Distinction(chip, same)}" }))];
    }

    private static string Distinction(SensorChip chip, IEnumerable<SensorChip> same) =>
        chip.Name.Length > 0 && same.Count(other => other.Name == chip.Name) == 1 ? chip.Name : Path.GetFileName(chip.Folder);

    private static string LabelOf(string folder, string name)
    {
        string link = Path.Combine(folder, "device");
        if (Directory.Exists(link))
        {
            string device = Target(link);
            string bus = SensorName.Clean(Path.GetFileName(Path.GetDirectoryName(device)) ?? ""), own = SensorName.Clean(Path.GetFileName(device));
            if (own.Length > 0)
                return bus.Length > 0 ? $"{bus}_{own}" : own;
        }

        return name.Length > 0 ? name : SensorName.Clean(Path.GetFileName(folder));
    }

    private static string Target(string path) => Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
