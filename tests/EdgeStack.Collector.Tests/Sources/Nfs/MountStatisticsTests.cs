using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Sources.Nfs;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Nfs;

public sealed class MountStatisticsTests
{
    private const string Head = "device nas:/x mounted on /x with fstype nfs4 statvers=1.1\n";
    private const string Labels = "export=\"nas:/x\",protocol=\"tcp\",mountaddr=\"10.0.0.2\"";

    [Theory]
    [InlineData("\tage:\tsoon\n")]
    [InlineData("\tbytes:\t1 2 x\n")]
    [InlineData("\txprt:\ttcp 1 -2\n")]
    [InlineData("\t        READ: 1 2 99999999999999999999\n")]
    public void A_line_with_garbage_is_told_and_the_others_are_read(string line)
    {
        Reading reading = Read($"{Head}\txprt:\ttcp 0 1\n{line}\t        GETATTR: 7 8\n");
        Assert.Contains("/x", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.Equal("7", reading[$"node_mountstats_nfs_operations_requests_total{{{Labels},operation=\"GETATTR\"}}"]);
    }

    [Fact]
    public void Only_the_operations_that_say_how_a_mount_fares_are_told()
    {
        string text = Read($"{Head}\txprt:\ttcp 0 1\n" + string.Concat(((string[])["READ", "WRITE", "GETATTR", "OPEN", "CLOSE", "COMMIT", "LOOKUP", "SEQUENCE"]).Select(name => $"\t  {name}: 1 1\n"))).Text;
        Assert.Equal(6, text.Split('\n').Count(line => line.StartsWith("node_mountstats_nfs_operations_requests_total{", StringComparison.Ordinal)));
    }

    [Fact]
    public void Old_kernels_have_fewer_numbers_and_rdma_has_others()
    {
        Reading reading = Read($"{Head}\txprt:\trdma 0 1 2 3 4 5 6 7 8 9 99 99 99\n\t        READ: 1 2 3\n");
        Assert.Equal("9", reading["node_mountstats_nfs_transport_backlog_queue_total{export=\"nas:/x\",protocol=\"rdma\",mountaddr=\"10.0.0.2\",transport=\"0\"}"]);
        Assert.DoesNotContain("99", reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("errors_total", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_other_file_systems_say_belongs_to_no_mount() =>
        Assert.IsType<SourceOutcome.Absent>(Read("device /dev/sda1 mounted on / with fstype ext4\n\tage:\t9\ndevice x mounted on /y with fstype nfsd\n\tbytes: 1\n").Outcome);

    [Fact]
    public void Whatever_the_file_holds_a_reading_ends() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["READxprt:0129 \n\t"], 0, 120]).Sample(text => Read(Head + text).Outcome is SourceOutcome.Read);

    private static Reading Read(string text)
    {
        using Machine machine = Machine.With(("proc/1/mountinfo", "1 0 0:44 / /x rw - nfs4 nas:/x rw,vers=4.2,addr=10.0.0.2\n"));
        File.WriteAllText(machine.In("proc/1/mountstats"), text);
        return Reading.Of(new SampleWriter(), samples => new MountStatistics(MountFilter.Default).Read(machine.Roots, samples));
    }
}
