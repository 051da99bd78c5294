using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Testing;

/// <summary>
/// Stands between a client and a server on loopback, and can lose its connections without telling either end, as a router does that was
/// restarted: both believe that they are connected, and nothing arrives any more.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _port;
    private Task _accepting = Task.CompletedTask;
    private int _accepted;
    private int _lost;

    private TcpRelay(int port) => _port = port;

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <param name="port">Of the server.</param>
    public static TcpRelay Start(int port)
    {
        TcpRelay relay = new(port);
        relay._listener.Start();
        relay._accepting = relay.AcceptAsync();
        return relay;
    }

    /// <summary>Every connection that stands is half open from here on; later ones are not.</summary>
    public void LoseConnections() => Volatile.Write(ref _lost, Accepted);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(RelayAsync(client, Interlocked.Increment(ref _accepted)));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task RelayAsync(TcpClient client, int number)
    {
        using (client)
        {
            using TcpClient server = new();
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
                await Task.WhenAny(PumpAsync(client, server, number), PumpAsync(server, client, number));
                // An end that is lost is not told of the other's.
                if (IsLost(number))
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
            {
                // One of both has gone, or the test is over.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, int number)
    {
        byte[] buffer = new byte[16 * 1024];
        NetworkStream source = from.GetStream(), target = to.GetStream();
        int length;
        while ((length = await source.ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (!IsLost(number))
                await target.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }

    private bool IsLost(int number) => number <= Volatile.Read(ref _lost);
}
