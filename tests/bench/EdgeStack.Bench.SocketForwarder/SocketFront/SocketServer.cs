using System.Net;
using System.Net.Sockets;
using EdgeStack.Bench.SocketForwarder.Upstream;
using EdgeStack.Routes.Table;

namespace EdgeStack.Bench.SocketForwarder.SocketFront;

/// <summary>Accepts visitors and serves each by itself.</summary>
internal static class SocketServer
{
    private const int Backlog = 4096;

    public static async Task RunAsync(IPEndPoint address, RouteTable<Origin> table)
    {
        using Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(address);
        listener.Listen(Backlog);
        while (true)
            _ = new Visitor(await listener.AcceptAsync(), table).ServeAsync();
    }
}
