using System.Net;
using System.Net.Sockets;
using CsCheck;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Protocols;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Protocols;

public sealed class SocketDiagnosisTests
{
    private const int Established = 1, Listen = 10;

    [Fact]
    public async Task The_kernel_and_its_files_count_the_same_sockets()
    {
        Assert.SkipWhen(SocketDiagnosis.Ask() is null, "The kernel does not answer sock_diag here.");
        using Socket listener = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen(512);
        List<Socket> sockets = [];
        for (int i = 0; i < 300; i++)
        {
            Socket client = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(client);
            await client.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        }

        await Eventually.HoldsAsync(() => Same(SocketDiagnosis.Ask()!, OfFiles()), "both ways count the same");
        Assert.InRange(SocketDiagnosis.Ask()!.OfState(Established), 600, long.MaxValue);
        Assert.InRange(SocketDiagnosis.Ask()!.OfState(Listen), 1, long.MaxValue);
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public void The_network_of_a_machine_that_is_not_ours_is_not_asked_for()
    {
        using Machine machine = Machine.Of("pi4");

        Assert.False(OwnNetwork.IsMachines(machine.Roots));
        Assert.True(OwnNetwork.IsMachines(new HostRoots()));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("10000000 0300 0000 00000000 00000000", true)]
    [InlineData("24000000 0200 0000 00000000 00000000 00000000 0000000000000000000000000000000000000000", null)]
    [InlineData("58000000 1400 0000 00000000 00000000 0201", null)]
    [InlineData("ffffffff 1400 0000 00000000 00000000 0201", null)]
    public void A_message_that_is_not_understood_ends_the_asking(string message, bool? isLast) =>
        Assert.Equal(isLast, SocketDiagnosis.Count(Convert.FromHexString(message.Replace(" ", "", StringComparison.Ordinal)), new TcpCounts()));

    [Fact]
    public void No_bytes_are_too_strange_for_it() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        SocketDiagnosis.Count(bytes, new TcpCounts());
    });

    private static TcpCounts OfFiles()
    {
        TcpCounts counts = new();
        TcpTable.TryCount("/proc/self/net/tcp", counts);
        TcpTable.TryCount("/proc/self/net/tcp6", counts);
        return counts;
    }

    private static bool Same(TcpCounts one, TcpCounts other) => Enumerable.Range(1, TcpCounts.StateNames.Length).All(state => one.OfState(state) == other.OfState(state));
}
