using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Nfs;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Nfs;

public sealed class NfsStatisticsTests
{
    // So many operations have Linux 4, 5 and 6.12; the first 40 are told, each by its number.
    [Theory]
    [InlineData(40)]
    [InlineData(59)]
    [InlineData(72)]
    [InlineData(76)]
    public void A_servers_operations_are_found_by_their_numbers_however_many_there_are(int count)
    {
        Reading reading = Server($"proc4ops {count} {string.Join(' ', Enumerable.Range(1000, count))}\n");
        Assert.Equal("1003", reading["node_nfsd_requests_total{proto=\"4\",method=\"Access\"}"]);
        Assert.Equal("1022", reading["node_nfsd_requests_total{proto=\"4\",method=\"PutFH\"}"]);
        Assert.Equal("1038", reading["node_nfsd_requests_total{proto=\"4\",method=\"Write\"}"]);
        Assert.Equal("1039", reading["node_nfsd_requests_total{proto=\"4\",method=\"RelLockOwner\"}"]);
        Assert.Equal(33, reading.Text.Split('\n').Count(line => line.StartsWith("node_nfsd_requests_total{", StringComparison.Ordinal)));
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void An_operation_that_a_kernel_does_not_count_has_no_series() =>
        Assert.Null(Server($"proc4ops 39 {string.Join(' ', Enumerable.Range(1000, 39))}\n")["node_nfsd_requests_total{proto=\"4\",method=\"RelLockOwner\"}"]);

    [Theory]
    [InlineData("proc3 22 1 2 3")]
    [InlineData("proc3 x 1 2 3")]
    [InlineData("proc3")]
    [InlineData("proc3 99999999999999999999999")]
    [InlineData("io 1 -2")]
    public void A_line_with_garbage_is_told_and_the_others_are_read(string line)
    {
        Reading reading = Server($"{line}\nrc 7 8 9\n");
        Assert.Single(reading.Problems);
        Assert.Equal("7", reading["node_nfsd_reply_cache_hits_total"]);
        Assert.Equal(3, reading.Text.Split('\n').Count(text => text.StartsWith("node_", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_line_that_stands_there_twice_counts_once()
    {
        Reading reading = Server("io 1 2\nio 3 4\n");
        Assert.Equal("1", reading["node_nfsd_disk_bytes_read_total"]);
        Assert.Single(reading.Problems);
    }

    [Fact]
    public void Threads_are_counted_though_times_follow() => Assert.Equal("8", Server("th 8 0 0.000 0.000\n")["node_nfsd_server_threads"]);

    [Fact]
    public void Whatever_the_files_hold_a_reading_ends() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["procnetithw1234 \n."], 0, 120]).Sample(text => Server(text).Outcome is SourceOutcome.Read && Client(text).Outcome is SourceOutcome.Read);

    [Fact]
    public void A_client_counts_its_calls_by_the_kernels_order()
    {
        Reading reading = Client($"proc4 59 {string.Join(' ', Enumerable.Range(0, 59))}\n");
        // include/linux/nfs4.h: NFSPROC4_CLNT_LAYOUTGET is the 44th behind the empty call, GETDEVICEINFO the 45th.
        Assert.Equal("44", reading["node_nfs_requests_total{proto=\"4\",method=\"LayoutGet\"}"]);
        Assert.Equal("45", reading["node_nfs_requests_total{proto=\"4\",method=\"GetDeviceInfo\"}"]);
        Assert.Equal("58", reading["node_nfs_requests_total{proto=\"4\",method=\"Clone\"}"]);
    }

    private static Reading Server(string text) => Read("nfsd", new NfsServerStatistics(), text);

    private static Reading Client(string text) => Read("nfs", new NfsClientStatistics(), text);

    private static Reading Read(string file, IHostReading part, string text)
    {
        using Machine machine = Machine.With();
        Directory.CreateDirectory(machine.In("proc/net/rpc"));
        File.WriteAllText(machine.In($"proc/net/rpc/{file}"), text);
        return Reading.Of(new SampleWriter(), samples => part.Read(machine.Roots, samples));
    }
}
