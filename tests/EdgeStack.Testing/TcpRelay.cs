using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Testing;

/// <summary>
/// Stands between a client and a server on loopback, and can lose its connections without telling either end, as a router does that was
/// restarted: both believe that they are connected, and nothing arrives any more.
/// </summary>
public sealed class TcpRelay : LoopbackServer
{
    private readonly int _server;
    private int _lost;

    private TcpRelay(int server) => _server = server;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <param name="port">Of the server.</param>
    public static TcpRelay Start(int port)
    {
        TcpRelay relay = new(port);
        relay.Listen();
        return relay;
    }

    /// <summary>Every connection that stands is half open from here on; later ones are not.</summary>
    public void LoseConnections() => Volatile.Write(ref _lost, Accepted);

    protected override async Task ServeAsync(TcpClient client, int number)
    {
        using TcpClient server = new();
        await server.ConnectAsync(IPAddress.Loopback, _server, Stop);
        await Task.WhenAny(PumpAsync(client, server, number), PumpAsync(server, client, number));
        // An end that is lost is not told of the other's.
        if (IsLost(number))
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Stop);
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, int number)
    {
        byte[] buffer = new byte[16 * 1024];
        NetworkStream source = from.GetStream(), target = to.GetStream();
        int length;
        while ((length = await source.ReadAsync(buffer, Stop)) > 0)
        {
            if (!IsLost(number))
                await target.WriteAsync(buffer.AsMemory(0, length), Stop);
        }
    }

    private bool IsLost(int number) => number <= Volatile.Read(ref _lost);
}
