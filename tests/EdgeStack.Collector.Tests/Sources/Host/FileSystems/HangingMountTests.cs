using System.Diagnostics;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Sources.Nfs;
using EdgeStack.Collector.Tests.Fuse;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.FileSystems;

/// <summary>A real mount that does not answer: a FUSE file system of ours, which the kernel waits for as it waits for an NFS server that is gone.</summary>
public sealed class HangingMountTests : IDisposable
{
    private const string Server = "nas:/srv/data";

    private readonly TemporaryFolder _folder = new();
    private readonly Machine _machine = Machine.With();

    private string Labels => $"device=\"{Server}\",mountpoint=\"{_folder.Path}\",fstype=\"nfs4\"";

    private string Hangs => $"node_filesystem_device_error{{{Labels},device_error=\"mountpoint timeout\"}}";

    private string Size => $"node_filesystem_size_bytes{{{Labels}}}";

    private string Up => $"edgestack_nfs_mount_up{{mountpoint=\"{_folder.Path}\",server=\"nas\",export=\"/srv/data\"}}";

    public void Dispose()
    {
        _machine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mount_that_hangs_is_told_while_others_are_read_and_comes_back_when_it_answers()
    {
        using HangingFileSystem system = Mounted();
        MountInquiry inquiry = new() { Patience = TimeSpan.FromMilliseconds(200), StuckAfter = TimeSpan.FromMilliseconds(500) };
        FileSystemUsage usage = new(inquiry, MountFilter.Default);
        NfsMounts nfs = new(inquiry, MountFilter.Default);

        // Nothing is said of it before it can be known; the others are there at once.
        Reading first = Read(system, usage);
        Assert.Null(first[Hangs]);
        Assert.Null(first[Size]);
        Assert.Contains($"{_folder.Path} has not answered yet", first.Problems);
        Assert.True(OfRoot(first) > 0);

        await Eventually.HoldsAsync(() => Read(system, usage)[Hangs] == "1", "the mount is told as hanging");
        await Eventually.HoldsAsync(() => Read(system, nfs)[Up] == "0", "the NFS mount is told as down");
        for (int i = 0; i < 20; i++)
        {
            Reading reading = Read(system, usage);
            Assert.Equal("1", reading[Hangs]);
            Assert.Null(reading[Size]);
            Assert.True(OfRoot(reading) > 0);
        }

        // One call, however often it was read: it is still the first.
        Assert.Equal((1, 1), (system.Asked, inquiry.Open));

        system.Answer();
        await Eventually.HoldsAsync(() => inquiry.Open == 0, "the call returns");
        Reading answered = Read(system, usage);
        Assert.Null(answered[Hangs]);
        Assert.Equal("512000", answered[Size]);
        Assert.Equal("307200", answered[$"node_filesystem_free_bytes{{{Labels}}}"]);
        Assert.Equal("256000", answered[$"node_filesystem_avail_bytes{{{Labels}}}"]);
        Assert.Equal(("70", "60"), (answered[$"node_filesystem_files{{{Labels}}}"], answered[$"node_filesystem_files_free{{{Labels}}}"]));
        Assert.Equal("1", Read(system, nfs)[Up]);

        // The second time: its last answer stands until it is stuck.
        system.Hang();
        Assert.Equal("512000", Read(system, usage)[Size]);
        await Eventually.HoldsAsync(() => Read(system, nfs)[Up] == "0", "the NFS mount is told as down again");
        Assert.Equal("1", Read(system, usage)[Hangs]);
    }

    [Fact]
    public void With_the_usual_times_all_readings_end_before_a_source_gives_up()
    {
        using HangingFileSystem system = Mounted();
        MountInquiry inquiry = new();
        FileSystemUsage usage = new(inquiry, MountFilter.Default);
        long start = Stopwatch.GetTimestamp();
        Assert.True(OfRoot(Read(system, usage)) > 0);
        Assert.NotEqual("1", Read(system, new NfsMounts(inquiry, MountFilter.Default))[Up]);
        Assert.True(Stopwatch.GetElapsedTime(start) < new HostSource(usage, new HostRoots(), TimeSpan.FromSeconds(15)).Timeout, $"{Stopwatch.GetElapsedTime(start)}");
    }

    private HangingFileSystem Mounted()
    {
        HangingFileSystem? system = HangingFileSystem.TryMount(_folder.Path, out string? failure);
        Assert.SkipWhen(system is null, failure ?? "");
        _machine.Write("proc/1/mountinfo", system.MountInfo.Replace(" - fuse hanging ", $" - nfs4 {Server} ", StringComparison.Ordinal));
        return system;
    }

    private Reading Read(HangingFileSystem system, IHostReading part) =>
        Reading.Of(new SampleWriter(), samples => part.Read(_machine.Roots with { RootFs = system.Root }, samples));

    private static double OfRoot(Reading reading) => reading.Text.Split('\n')
        .Where(line => line.StartsWith("node_filesystem_size_bytes{", StringComparison.Ordinal) && line.Contains("mountpoint=\"/\"", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)).Single();
}
