using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Sources.Nfs;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Nfs;

public sealed class NfsMountsTests
{
    private const string Series = "edgestack_nfs_mount_up{mountpoint=\"/srv\",server=\"nas\",export=\"/data\"}";

    [Theory]
    [InlineData("/srv 4096 1 1 1 1 1", "1")]
    // Stale file handle, input/output error, timed out: the server, or what it had, is gone.
    [InlineData("/srv errno 116 x", "0")]
    [InlineData("/srv errno 5 x", "0")]
    [InlineData("/srv errno 110 x", "0")]
    // We may not look, or it was unmounted meanwhile: that says nothing about the server.
    [InlineData("/srv errno 13 x", null)]
    [InlineData("/srv errno 2 x", null)]
    public void A_mount_is_up_when_it_answers_and_down_when_its_server_fails(string answer, string? up)
    {
        Reading reading = Read(answer, "1 0 0:44 / /srv rw - nfs4 nas:/data rw,addr=10.0.0.2\n");
        Assert.Equal(up, reading[Series]);
        Assert.Equal(up is null ? 1 : 0, reading.Problems.Count);
    }

    [Fact]
    public void Mounts_of_one_file_system_are_asked_once_under_the_place_that_is_not_a_pods()
    {
        Reading reading = Read("/srv 4096 1 1 1 1 1", "1 0 0:44 / /var/lib/kubelet/pods/1/volumes/x rw - nfs nas:/data rw\n2 0 0:44 / /srv rw - nfs nas:/data rw\n3 0 0:44 / /var/lib/kubelet/pods/2/volumes/x rw - nfs nas:/data rw\n");
        Assert.Equal("1", reading[Series]);
        Assert.Single(reading.Text.Split('\n'), line => line.StartsWith("edgestack", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pods_volume_alone_is_asked_too() =>
        Assert.Contains("mountpoint=\"/var/lib/kubelet/pods/1/x\"", Read("/var/lib/kubelet/pods/1/x 4096 1 1 1 1 1", "1 0 0:44 / /var/lib/kubelet/pods/1/x rw - nfs nas:/data rw\n").Text, StringComparison.Ordinal);

    [Fact]
    public void A_machine_without_such_mounts_has_none() => Assert.IsType<SourceOutcome.Absent>(Read("", "1 0 0:4 / /proc/fs/nfsd rw - nfsd nfsd rw\n").Outcome);

    private static Reading Read(string answers, string mounts)
    {
        using Machine machine = Machine.With(("statfs", answers + "\n"), ("proc/1/mountinfo", mounts));
        return Reading.Of(new SampleWriter(), samples => new NfsMounts(FakeMounts.Of(machine), MountFilter.Default).Read(machine.Roots, samples));
    }
}
