using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>Two ports of loopback in the place of Cloudflare's edge and of the internet, which take connections or refuse them.</summary>
internal sealed class NetworkDouble : IDisposable
{
    private readonly Socket _edge = Bound(), _internet = Bound();
    private readonly List<Socket> _listening = [];

    public NetworkDouble()
    {
        EdgePort = ((IPEndPoint)_edge.LocalEndPoint!).Port;
        InternetPort = ((IPEndPoint)_internet.LocalEndPoint!).Port;
        Set(edge: true, internet: true);
    }

    public int EdgePort { get; }

    public int InternetPort { get; }

    public void Set(bool edge, bool internet)
    {
        foreach (Socket socket in _listening)
            socket.Dispose();
        _listening.Clear();
        _edge.Dispose();
        _internet.Dispose();
        if (edge)
            _listening.Add(Listening(EdgePort));
        if (internet)
            _listening.Add(Listening(InternetPort));
    }

    public void Dispose() => Set(edge: false, internet: false);

    private static Socket Bound(int port = 0)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private static Socket Listening(int port)
    {
        Socket socket = Bound(port);
        socket.Listen();
        return socket;
    }
}
