using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Testing;

/// <summary>A service behind the gateway that answers with bytes of the test's choice, for what no server library would send.</summary>
public sealed class RawBackend : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<RawBackendConnection, Task> _serve;
    private Task _accepting = Task.CompletedTask;
    private int _accepted;

    private RawBackend(Func<RawBackendConnection, Task> serve) => _serve = serve;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Heads of the requests in the order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <param name="serve">Serves one connection; it is closed afterwards.</param>
    public static RawBackend Start(Func<RawBackendConnection, Task> serve)
    {
        RawBackend backend = new(serve);
        backend._listener.Start();
        backend._accepting = backend.AcceptAsync();
        return backend;
    }

    /// <summary>Answers each request of each connection with these bytes and leaves the connection open.</summary>
    public static RawBackend Answering(string response) => Start(async connection =>
    {
        while (await connection.ReadHeadAsync() is not null)
            await connection.WriteAsync(response);
    });

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
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await _serve(new RawBackendConnection(client, Interlocked.Increment(ref _accepted), Requests, _stop.Token));
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
            {
                // The gateway has closed the connection, or the test is over.
            }
        }
    }
}
