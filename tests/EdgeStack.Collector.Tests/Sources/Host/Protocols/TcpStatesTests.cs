using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host.Protocols;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Protocols;

public sealed class TcpStatesTests
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    [Fact]
    public void Every_socket_of_a_long_file_is_counted_once()
    {
        StringBuilder text = new(Heading);
        for (int i = 0; i < 11_000; i++)
            text.Append($"{i,6}: 0100007F:2710 0100007F:{i & 0xffff:X4} {(i % 11) + 1:X2} 00000001:00000002 00:00000000 00000000     0        0 {i} 1 0000000000000000 20 4 30 10 -1{new string(' ', i % 37)}\n");
        using Machine machine = Machine.With(("proc/net/tcp", text.ToString()));

        Reading reading = Read(machine);

        Assert.Empty(reading.Problems);
        foreach (string state in (string[])["established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait", "close", "close_wait", "last_ack", "listen", "closing"])
            Assert.Equal("1000", reading[$"node_tcp_connection_states{{state=\"{state}\"}}"]);
        // Without those that listen.
        Assert.Equal("10000", reading["node_tcp_connection_states{state=\"tx_queued_bytes\"}"]);
        Assert.Equal("20000", reading["node_tcp_connection_states{state=\"rx_queued_bytes\"}"]);
    }

    [Fact]
    public void Reading_a_long_file_takes_no_memory_for_its_length()
    {
        using Machine machine = Machine.With(("proc/net/tcp", Heading + string.Concat(Enumerable.Repeat("   0: 0100007F:2710 0100007F:0000 01 00000000:00000000 00:00000000\n", 20_000))));
        TcpStates states = new();
        SampleWriter samples = new();

        Assert.InRange(Allocated.By(() =>
        {
            samples.Begin();
            states.Read(machine.Roots, samples);
        }), 0, 4096);
    }

    [Theory]
    [InlineData("   0: 0100007F:2710 0100007F:0000 00 00000000:00000000\n")]
    [InlineData("   0: 0100007F:2710 0100007F:0000 0C 00000000:00000000\n")]
    [InlineData("   0: 0100007F:2710 0100007F:0000 1FF 00000000:00000000\n")]
    [InlineData("   0: 0100007F:2710\n")]
    [InlineData("\n")]
    public void What_is_not_a_socket_is_not_counted_and_said(string line)
    {
        using Machine machine = Machine.With(("proc/net/tcp", Heading + line + "   1: 0100007F:2710 0100007F:0000 0A 00000000:00000000 00:00000000\n"));

        Reading reading = Read(machine);

        Assert.Equal("1", reading["node_tcp_connection_states{state=\"listen\"}"]);
        Assert.Equal("0", reading["node_tcp_connection_states{state=\"established\"}"]);
        Assert.Single(reading.Problems);
    }

    [Fact]
    public void A_line_that_never_ends_is_an_error()
    {
        using Machine machine = Machine.With(("proc/net/tcp", Heading + new string('x', 200_000)));

        Assert.Throws<IOException>(() => Read(machine));
    }

    private static Reading Read(Machine machine) => Reading.Of(new SampleWriter(), samples => new TcpStates().Read(machine.Roots, samples));
}
