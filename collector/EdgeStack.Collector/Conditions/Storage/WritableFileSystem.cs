using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>A file system that can fill up.</summary>
/// <param name="Subject">Where it is mounted.</param>
/// <param name="Free">Bytes that are free for others than root.</param>
/// <param name="Whole">Bytes in all.</param>
internal sealed record WritableFileSystem(string Subject, double Free, double Whole)
{
    public const string Available = "node_filesystem_avail_bytes", Size = "node_filesystem_size_bytes", ReadOnly = "node_filesystem_readonly";

    public double Share => Free / Whole;

    /// <summary>Those of all machines, each once: a disk that is mounted in several places is the same disk.</summary>
    public static IEnumerable<WritableFileSystem> On(FreshBoard board) => board.Sources.SelectMany(On);

    private static IEnumerable<WritableFileSystem> On(SourceReading source)
    {
        IReadOnlyList<MeasuredValue> available = source.Values(Available);
        if (available.Count == 0)
            return [];
        Dictionary<string, double> sizes = ByPoint(source, Size), readOnly = ByPoint(source, ReadOnly);
        return available
            .Where(free => CanFill(free["fstype"]) && readOnly.GetValueOrDefault(free["mountpoint"], 1) <= 0 && sizes.GetValueOrDefault(free["mountpoint"]) > 0)
            .GroupBy(free => free["device"], StringComparer.Ordinal)
            .Select(same => same.MinBy(free => free["mountpoint"].Length))
            .Select(free => new WritableFileSystem(free.Subject("mountpoint"), free.Value, sizes[free["mountpoint"]]));
    }

    // Those in memory, of images, and of other machines are not this machine's disks.
    private static bool CanFill(string type) => type is not ("tmpfs" or "overlay" or "squashfs") && !type.StartsWith("nfs", StringComparison.Ordinal);

    private static Dictionary<string, double> ByPoint(SourceReading source, string family)
    {
        Dictionary<string, double> values = new(StringComparer.Ordinal);
        foreach (MeasuredValue sample in source.Values(family))
            values[sample["mountpoint"]] = sample.Value;
        return values;
    }
}
