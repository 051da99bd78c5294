using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.Network;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Network;

public sealed class NetworkTrafficTests
{
    private const string Head = "Inter-| Receive | Transmit\n face |bytes packets | bytes packets\n";

    [Fact]
    public void Devices_of_pods_are_left_out_and_others_are_by_choice()
    {
        const string Lines = "eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\nvethab12: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\ncni0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";

        Reading usual = Read(Lines, new NetworkOptions());
        NetworkOptions chosen = new();
        chosen.IgnoredDevices.Add("cni?");
        Reading fewer = Read(Lines, chosen);

        Assert.Equal("1", usual["node_network_receive_bytes_total{device=\"eth0\"}"]);
        Assert.Equal("1", usual["node_network_receive_bytes_total{device=\"cni0\"}"]);
        Assert.DoesNotContain("veth", usual.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cni0", fewer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15")]
    [InlineData("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17")]
    [InlineData("eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 abc")]
    [InlineData("eth0: -1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16")]
    [InlineData("eth0: 18446744073709551616 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16")]
    public void A_line_that_is_wrong_is_reported_and_the_next_one_counts(string line)
    {
        Reading reading = Read($"{line}\n  eth1:21 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n", new NetworkOptions());

        Assert.Same(SourceOutcome.Ok, reading.Outcome);
        Assert.Contains("eth0", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("eth0", reading.Text, StringComparison.Ordinal);
        Assert.Equal("21", reading["node_network_receive_bytes_total{device=\"eth1\"}"]);
        Assert.Equal("15", reading["node_network_transmit_carrier_total{device=\"eth1\"}"]);
    }

    [Fact]
    public void Without_the_file_the_reading_failed()
    {
        using Machine machine = Machine.With();

        Assert.IsType<SourceOutcome.Failed>(Reading.Of(new SampleWriter(), samples => new NetworkTraffic(new NetworkOptions()).Read(machine.Roots, samples)).Outcome);
    }

    [Fact]
    public void Whatever_the_kernel_counts_is_read_as_it_is() =>
        Gen.ULong.Array[16].Sample(numbers =>
        {
            Reading reading = Read($"eth0:{string.Join(' ', numbers)}\n", new NetworkOptions());
            return reading.Problems.Count == 0 && reading["node_network_receive_bytes_total{device=\"eth0\"}"] is { } first
                && ulong.TryParse(first, out ulong value) ? (double)value == numbers[0] : (double)numbers[0] > 9007199254740992;
        }, iter: 200);

    private static Reading Read(string lines, NetworkOptions options)
    {
        using Machine machine = Machine.With(("proc/1/net/dev", Head + lines));
        return Reading.Of(new SampleWriter(), samples => new NetworkTraffic(options).Read(machine.Roots, samples));
    }
}
