using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>A connection with at most one request under way; nothing on it waits.</summary>
internal sealed class PacedConnection : IDisposable
{
    private readonly int _port;
    private readonly AnswerReader _answer = new();
    private Socket _socket;

    public PacedConnection(int port)
    {
        _port = port;
        _socket = Connect();
    }

    public int Descriptor => (int)_socket.Handle;

    /// <summary>Timestamp at which the request under way was to be sent; 0 when there is none.</summary>
    public long Intended { get; private set; }

    public bool IsFree => Intended == 0;

    public void Send(ReadOnlySpan<byte> request, long intended)
    {
        Intended = intended;
        _socket.Send(request);
    }

    /// <summary>Reads what has arrived: the status when the answer is whole, null when it is not, 0 when the connection broke and was made anew.</summary>
    public int? Receive()
    {
        int received = _socket.Receive(_answer.Free.Span, SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock || (received > 0 && !_answer.Take(received)))
            return null;
        Intended = 0;
        if (received > 0)
            return _answer.Status;
        _socket.Dispose();
        _socket = Connect();
        return 0;
    }

    public void Dispose() => _socket.Dispose();

    private Socket Connect()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, _port));
        socket.Blocking = false;
        return socket;
    }
}
