using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>How full the machine's file systems are. One that hangs is told as such, and the others are read as ever.</summary>
internal sealed class FileSystemUsage(MountInquiry inquiry, MountFilter filter) : IHostReading
{
    // The words that node_exporter has for it.
    private const string Hangs = "mountpoint timeout";

    private static readonly Family Error = Gauge("node_filesystem_device_error", "Whether the file system could not be asked, or hangs.");
    private static readonly Family ReadOnly = Gauge("node_filesystem_readonly", "Whether nothing can be written to the file system.");
    private static readonly Family Size = Gauge("node_filesystem_size_bytes", "How large the file system is.");
    private static readonly Family Free = Gauge("node_filesystem_free_bytes", "How much of the file system is free.");
    private static readonly Family Available = Gauge("node_filesystem_avail_bytes", "How much of the file system is free for others than root.");
    private static readonly Family Files = Gauge("node_filesystem_files", "How many files the file system can hold.");
    private static readonly Family FilesFree = Gauge("node_filesystem_files_free", "How many more files the file system can hold.");
    private static readonly Family Where = Family.Gauge("node_filesystem_mount_info", "Which device is mounted where; always 1.", "device", "major", "minor", "mountpoint");

    public string Name => "filesystem";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        Mount[] mounts = [.. MountTable.Read(roots, samples).Where(mount => !filter.Excludes(mount))];
        if (mounts.Length == 0)
            return new SourceOutcome.Absent("nothing is mounted that has a size");
        IReadOnlyList<MountAnswer> answers = inquiry.Ask(roots, mounts);
        for (int i = 0; i < mounts.Length; i++)
            Add(mounts[i], answers[i], samples);
        return SourceOutcome.Ok;
    }

    private static void Add(Mount mount, MountAnswer answer, SampleWriter samples)
    {
        if (answer is MountAnswer.Unknown)
        {
            samples.Report($"{mount.Point} has not answered yet");
            return;
        }

        if (answer is MountAnswer.Stuck)
            samples.Report($"{mount.Point} hangs: {mount.Device} does not answer");
        string error = answer switch
        {
            MountAnswer.Stuck => Hangs,
            MountAnswer.Refused refused => refused.Why.ToLowerInvariant(),
            _ => "",
        };
        string[] labels = [mount.Device, mount.Point, mount.Type, error];
        samples.Add(Error, answer is MountAnswer.Size ? 0 : 1, labels);
        samples.Add(ReadOnly, mount.IsReadOnly ? 1 : 0, labels);
        if (answer is not MountAnswer.Size { Value: var size })
            return;
        samples.Add(Size, size.Bytes, labels);
        samples.Add(Free, size.Free, labels);
        samples.Add(Available, size.Available, labels);
        samples.Add(Files, size.Files, labels);
        samples.Add(FilesFree, size.FilesFree, labels);
        samples.Add(Where, 1, mount.Device, Text(mount.Number.Major), Text(mount.Number.Minor), mount.Point);
    }

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "device", "mountpoint", "fstype", "device_error");

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
