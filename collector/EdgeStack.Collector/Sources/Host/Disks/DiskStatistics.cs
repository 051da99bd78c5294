using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Disks;

/// <summary>What went to block devices and came from them, of /proc/diskstats, and what udev knows about them.</summary>
/// <param name="ignored">Devices that are left out, by name.</param>
internal sealed partial class DiskStatistics(Regex ignored) : IHostReading
{
    // The kernel counts in sectors of this many bytes, whatever the device has.
    private const double Sector = 512;
    private const double Millisecond = 1000;

    // A minute, when a machine is read every 15 s.
    private const int Readings = 4;

    // Major number, minor number and name stand before the columns.
    private const int Before = 3;

    // Kernels before 4.18 have so many columns; discards came with 4.18, flushes with 5.5.
    private const int Fewest = 11;

    private static readonly Column[] Columns =
    [
        new(Counter("node_disk_reads_completed_total", "Reads that were done.")),
        new(Counter("node_disk_reads_merged_total", "Reads that were joined with a neighbour before they were done.")),
        new(Counter("node_disk_read_bytes_total", "Bytes that were read."), Times: Sector),
        new(Counter("node_disk_read_time_seconds_total", "Time that reads took, added up."), Of: Millisecond),
        new(Counter("node_disk_writes_completed_total", "Writes that were done.")),
        new(Counter("node_disk_writes_merged_total", "Writes that were joined with a neighbour before they were done.")),
        new(Counter("node_disk_written_bytes_total", "Bytes that were written."), Times: Sector),
        new(Counter("node_disk_write_time_seconds_total", "Time that writes took, added up."), Of: Millisecond),
        new(Family.Gauge("node_disk_io_now", "Reads and writes that are under way.", "device")),
        new(Counter("node_disk_io_time_seconds_total", "Time in which at least one read or write was under way."), Of: Millisecond),
        new(Counter("node_disk_io_time_weighted_seconds_total", "Time times the reads and writes that were under way in it."), Of: Millisecond),
        new(Counter("node_disk_discards_completed_total", "Discards that were done.")),
        new(Counter("node_disk_discards_merged_total", "Discards that were joined with a neighbour before they were done.")),
        new(Counter("node_disk_discarded_sectors_total", "Sectors of 512 bytes that were discarded.")),
        new(Counter("node_disk_discard_time_seconds_total", "Time that discards took, added up."), Of: Millisecond),
        new(Counter("node_disk_flush_requests_total", "Flushes that were done.")),
        new(Counter("node_disk_flush_requests_time_seconds_total", "Time that flushes took, added up."), Of: Millisecond),
    ];

    private static readonly Family About = Family.Gauge("node_disk_info", "What a block device is; always 1.",
        "device", "major", "minor", "path", "wwn", "model", "serial", "revision", "rotational");

    private static readonly Family FileSystem = Family.Gauge("node_disk_filesystem_info", "The file system that a block device holds; always 1.",
        "device", "type", "usage", "uuid", "version");

    // What disks are changes when one is taken out or formatted.
    private readonly Dictionary<(string Major, string Minor, string Device), DiskFacts> _facts = [];
    private int _left;

    public DiskStatistics() : this(Partitions())
    {
    }

    public string Name => "diskstats";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string path = roots.InProc("diskstats");
        if (KernelFile.Read(path) is not { } text)
            return new SourceOutcome.Absent($"{path} is missing");
        if (_left-- <= 0)
        {
            _facts.Clear();
            _left = Readings - 1;
        }

        int problems = samples.Problems.Count;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > Before && ignored.IsMatch(words[2]))
                continue;
            if (Numbers(words) is { } numbers)
                Add(roots, words, numbers, samples);
            else
                samples.Report($"{path}: '{KernelFile.Shortened(line)}' is not a name and {Fewest} numbers or more");
        }

        // What is wrong is told every time.
        if (samples.Problems.Count > problems)
            _left = 0;
        return SourceOutcome.Ok;
    }

    // One number that is none may mean that the columns have moved: then all of them are wrong.
    private static ulong[]? Numbers(string[] words)
    {
        if (words.Length < Before + Fewest || !uint.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            || !uint.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        ulong[] numbers = new ulong[Math.Min(words.Length - Before, Columns.Length)];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!ulong.TryParse(words[Before + i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return null;
        }

        return numbers;
    }

    private void Add(HostRoots roots, string[] words, ulong[] numbers, SampleWriter samples)
    {
        string major = words[0], minor = words[1], device = words[2];
        for (int i = 0; i < numbers.Length; i++)
            samples.Add(Columns[i].Family, numbers[i] * Columns[i].Times / Columns[i].Of, device);

        if (!_facts.TryGetValue((major, minor, device), out DiskFacts? facts))
            _facts[(major, minor, device)] = facts = DiskFacts.Read(roots, major, minor, device, samples);
        samples.Add(About, 1, [device, major, minor, .. facts.About]);
        if (!facts.FileSystem.IsEmpty)
            samples.Add(FileSystem, 1, [device, .. facts.FileSystem]);
    }

    private static Family Counter(string name, string help) => Family.Counter(name, help, "device");

    // node_exporter's default. It leaves out sda1 and nvme0n1p1, and not mmcblk0p1: on an SD card sums count everything twice.
    [GeneratedRegex(@"^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Partitions();

    private sealed record Column(Family Family, double Times = 1, double Of = 1);
}
