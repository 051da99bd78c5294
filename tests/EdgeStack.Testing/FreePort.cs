using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Testing;

/// <summary>Ports of the loopback address.</summary>
public static class FreePort
{
    /// <summary>A port on which nobody listens, so that connections to it are refused.</summary>
    public static int Closed()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
