// Hot path.
using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace EdgeStack.Bench.SocketForwarder.SocketFront;

/// <summary>A visitor's socket with what has come and is not yet taken, and what is to be sent.</summary>
internal sealed class VisitorSocket : IDisposable
{
    // Also the longest head of a request.
    private const int BufferSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly byte[] _address = new byte[65];
    private readonly int _addressLength;
    private int _start, _end;

    public VisitorSocket(Socket socket)
    {
        (_socket, socket.NoDelay) = (socket, true);
        ((IPEndPoint)socket.RemoteEndPoint!).Address.TryFormat(_address, out _addressLength);
    }

    public ArrayBufferWriter<byte> Outgoing { get; } = new(1024);

    /// <summary>The visitor's address as text.</summary>
    public ReadOnlySpan<byte> Address => _address.AsSpan(0, _addressLength);

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public ReadOnlyMemory<byte> UnreadMemory => _buffer.AsMemory(_start, _end - _start);

    public void Take(int count) => _start += count;

    /// <summary>Receives more behind what is unread; false when the visitor has ended.</summary>
    /// <exception cref="InvalidDataException">A head is too long.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryFillAsync()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            throw new InvalidDataException("the head of the request is too long");
        int count = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        _end += count;
        return count > 0;
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAsync(bytes);

    /// <summary>Ends the connection so that nobody takes what came for the whole.</summary>
    public void Reset() => _socket.LingerState = new LingerOption(true, 0);

    public void Dispose() => _socket.Dispose();
}
