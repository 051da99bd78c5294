using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Testing;

/// <summary>Takes connections on a free port of loopback until the test is over, and then waits for each to end.</summary>
public abstract class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private Task _accepting = Task.CompletedTask;
    private int _accepted;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Cancelled when the test is over.</summary>
    protected CancellationToken Stop => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Listen()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <param name="client">The connection, which is closed afterwards.</param>
    /// <param name="number">Counted from 1.</param>
    protected abstract Task ServeAsync(TcpClient client, int number);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAndCloseAsync(await _listener.AcceptTcpClientAsync(_stop.Token), Interlocked.Increment(ref _accepted)));
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The test is over; what the listener throws then depends on how far it was.
        }
    }

    private async Task ServeAndCloseAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client, number);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
            {
                // The other end has closed the connection, or the test is over.
            }
        }
    }
}
