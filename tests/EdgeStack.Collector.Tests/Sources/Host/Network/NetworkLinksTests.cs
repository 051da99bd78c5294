using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Network;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Network;

public sealed class NetworkLinksTests
{
    [Theory]
    [InlineData("1000", "125000000")]
    [InlineData("2500", "312500000")]
    [InlineData("-1", null)]
    public void A_speed_is_bytes_and_one_that_the_device_does_not_know_is_absent(string speed, string? shown)
    {
        using Machine machine = Machine.With(("sys/class/net/eth0/speed", speed));

        Assert.Equal(shown, Read(machine)["node_network_speed_bytes{device=\"eth0\"}"]);
    }

    [Theory]
    [InlineData("0x1003", "up")]
    [InlineData("0x1002", "down")]
    [InlineData("garbage", "unknown")]
    public void The_state_that_a_person_asked_for_is_the_lowest_flag(string flags, string state)
    {
        using Machine machine = Machine.With(("sys/class/net/eth0/flags", flags));

        Assert.Equal("1", Read(machine)[$"node_network_info{{adminstate=\"{state}\",device=\"eth0\"}}"]);
    }

    [Fact]
    public void A_number_that_is_garbage_is_absent_and_reported_with_its_file()
    {
        using Machine machine = Machine.With(("sys/class/net/eth0/mtu", "abc"), ("sys/class/net/eth0/carrier", "1"));

        Reading reading = Read(machine);

        Assert.Equal($"{machine.In("sys/class/net/eth0/mtu")}: 'abc' is not a number", Assert.Single(reading.Problems));
        Assert.Null(reading["node_network_mtu_bytes{device=\"eth0\"}"]);
        Assert.Equal("1", reading["node_network_carrier{device=\"eth0\"}"]);
    }

    [Fact]
    public void What_the_loop_device_of_a_real_kernel_refuses_to_say_is_no_fault()
    {
        Assert.SkipUnless(File.Exists("/sys/class/net/lo/speed"), "this machine shows no /sys/class/net/lo");

        Reading reading = Reading.Of(new SampleWriter(), samples => new NetworkLinks(new NetworkOptions()).Read(new HostRoots(), samples));

        Assert.Same(SourceOutcome.Ok, reading.Outcome);
        Assert.Empty(reading.Problems);
        Assert.Equal("65536", reading["node_network_mtu_bytes{device=\"lo\"}"]);
        Assert.Null(reading["node_network_speed_bytes{device=\"lo\"}"]);
    }

    [Theory]
    [InlineData("ifindex", "3")]
    [InlineData("carrier", "0")]
    [InlineData("carrier_changes", "5")]
    [InlineData("operstate", "down")]
    [InlineData("flags", "0x1002")]
    public void What_changes_seldom_is_read_every_fourth_time_and_at_once_when_the_state_is_another(string file, string content)
    {
        using Machine machine = Machine.With(("sys/class/net/eth0/mtu", "1500"), ("sys/class/net/eth0/ifindex", "2"), ("sys/class/net/eth0/carrier", "1"), ("sys/class/net/eth0/operstate", "up"));
        NetworkLinks links = new(new NetworkOptions());
        SampleWriter samples = new();
        List<string?> shown = [Mtu()];
        machine.Write("sys/class/net/eth0/mtu", "9000");
        for (int i = 0; i < 4; i++)
            shown.Add(Mtu());
        machine.Write("sys/class/net/eth0/mtu", "1280").Write($"sys/class/net/eth0/{file}", content);
        shown.Add(Mtu());

        Assert.Equal(["1500", "1500", "1500", "1500", "9000", "1280"], shown);

        string? Mtu() => Reading.Of(samples, writer => links.Read(machine.Roots, writer))["node_network_mtu_bytes{device=\"eth0\"}"];
    }

    private static Reading Read(Machine machine) => Reading.Of(new SampleWriter(), samples => new NetworkLinks(new NetworkOptions()).Read(machine.Roots, samples));
}
