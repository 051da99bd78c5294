using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>A connection on which one host is asked for again and again.</summary>
internal sealed class KeptConnection : IDisposable
{
    // Several ask at the same time while edits wait for their effect; asked more often, they would be a load of their own.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly AnswerReader _answer = new();

    public static async Task<KeptConnection> OpenAsync(int port, CancellationToken cancellation)
    {
        KeptConnection connection = new();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        return connection;
    }

    /// <summary>True when <c>GET /</c> of the host was answered with 200 in time, asked anew every five milliseconds.</summary>
    public async Task<bool> AnswersAsync(string host, TimeSpan atMost, CancellationToken cancellation)
    {
        byte[] request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer pause = new(Pause, TimeProvider.System);
        while (await AskAsync(request, cancellation) != 200)
        {
            if (Stopwatch.GetElapsedTime(start) > atMost)
                return false;
            await pause.WaitForNextTickAsync(cancellation);
        }

        return true;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> AskAsync(byte[] request, CancellationToken cancellation)
    {
        await _socket.SendAsync(request, cancellation);
        int received;
        do
        {
            received = await _socket.ReceiveAsync(_answer.Free, cancellation);
            if (received == 0)
                throw new IOException("the connection was closed between two requests");
        }
        while (!_answer.Take(received));
        return _answer.Status;
    }
}
