using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>A WebSocket on which messages go to the echo and come back, one at a time.</summary>
internal sealed class EchoConnection : IDisposable
{
    private const int MessageBytes = 32;

    private readonly NetworkStream _stream;
    private readonly WebSocket _socket;
    private readonly byte[] _message = new byte[MessageBytes], _answer = new byte[MessageBytes];

    private EchoConnection(NetworkStream stream)
    {
        _stream = stream;
        _socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions());
    }

    public static async Task<EchoConnection> OpenAsync(int port, string host, CancellationToken cancellation)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NetworkStream? stream = null;
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, cancellation);
            stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"), cancellation);
            string head = await HeadAsync(stream, cancellation);
            return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? new EchoConnection(stream) : throw new IOException($"no WebSocket: {head}");
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message and takes it back; false when something else came.</summary>
    public async Task<bool> EchoAsync(CancellationToken cancellation)
    {
        await _socket.SendAsync(_message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, cancellation);
        int length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_answer.AsMemory(length), cancellation);
            length += received.Count;
        }
        while (!received.EndOfMessage && length < MessageBytes);
        return length == MessageBytes && received.MessageType == WebSocketMessageType.Binary;
    }

    /// <summary>Message after message until the timestamp; how many did not come back, which is 0 or 1.</summary>
    public async Task<int> EchoUntilAsync(long end, Latencies latencies, CancellationToken cancellation)
    {
        try
        {
            for (long sent; (sent = Stopwatch.GetTimestamp()) < end;)
            {
                if (!await EchoAsync(cancellation))
                    return 1;
                latencies.AddSince(sent);
            }

            return 0;
        }
        catch (Exception error) when (error is WebSocketException or IOException)
        {
            return 1;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _stream.Dispose();
    }

    // Byte for byte, since what follows the head belongs to the WebSocket.
    private static async Task<string> HeadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellation);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
