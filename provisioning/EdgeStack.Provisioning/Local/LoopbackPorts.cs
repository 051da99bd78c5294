using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Provisioning.Local;

/// <summary>
/// Ports of 127.0.0.1, held until disposed so that no port is handed out twice. The gateway binds them right after they are let go;
/// a program that is quicker makes the gateway fail with its own message.
/// </summary>
internal sealed class LoopbackPorts : IDisposable
{
    private readonly List<TcpListener> _held = [];

    /// <returns>Null when the port was free and is held now; else why not.</returns>
    public SocketError? TryTake(int port)
    {
        TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            _held.Add(listener);
            return null;
        }
        catch (SocketException taken)
        {
            listener.Dispose();
            return taken.SocketErrorCode;
        }
    }

    public int TakeAny()
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        _held.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int TakeOrAny(int port) => port > 0 && TryTake(port) is null ? port : TakeAny();

    /// <summary>The first free port of the next hundred, else any.</summary>
    public int TakeNextAfter(int port)
    {
        int last = Math.Min(port + 100, ushort.MaxValue);
        for (int next = Math.Max(port + 1, 1024); next <= last; next++)
            if (TryTake(next) is null)
                return next;
        return TakeAny();
    }

    public void Dispose()
    {
        foreach (TcpListener listener in _held)
            listener.Dispose();
        _held.Clear();
    }
}
