using System.Globalization;

namespace EdgeStack.Collector.Sources.Host.Processors;

/// <summary>The processors' folders in /sys.</summary>
internal static class ProcessorFolders
{
    private const string Prefix = "cpu";

    /// <summary>Number and folder of every processor, in order; those that are switched off too.</summary>
    public static IEnumerable<(string Number, string Folder)> In(HostRoots roots)
    {
        string all = roots.InSys("devices/system/cpu");
        return KernelFile.List(all)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => (Number: name[Prefix.Length..], Folder: Path.Combine(all, name)))
            .OrderBy(processor => int.Parse(processor.Number, CultureInfo.InvariantCulture));
    }
}
