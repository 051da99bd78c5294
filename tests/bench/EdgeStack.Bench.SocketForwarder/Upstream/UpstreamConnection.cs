// Hot path.
using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using EdgeStack.Bench.SocketForwarder.Heads;

#pragma warning disable CA2012 // the receive that waits between requests is kept, and awaited once

namespace EdgeStack.Bench.SocketForwarder.Upstream;

/// <summary>A connection to an origin: one request at a time, and a receive that is already waiting while there is none.</summary>
internal sealed class UpstreamConnection(IPEndPoint origin) : IDisposable
{
    // Also the longest head of an answer.
    private const int BufferSize = 16 * 1024;

    private readonly Socket _socket = new(origin.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private int _start, _end;
    private Memory<byte> _ahead;
    private ValueTask<int> _receive;

    /// <summary>What is to be sent; empty between requests.</summary>
    public ArrayBufferWriter<byte> Outgoing { get; } = new(1024);

    public AnswerHead Answer { get; } = new();

    /// <summary>True once the connection has served a request and came back.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>True when the current request has got a byte of an answer.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>When the upstream was last heard of, in milliseconds of <see cref="Environment.TickCount64"/>; 0 while nobody waits for it.</summary>
    public long WaitingSince { get; private set; }

    /// <summary>True when the origin has ended a connection that waits, or has sent what nobody asked for.</summary>
    public bool IsStale => _receive.IsCompleted;

    /// <summary>What has come and is not yet taken.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The same, for a send.</summary>
    public ReadOnlyMemory<byte> UnreadMemory => _buffer.AsMemory(_start, _end - _start);

    public async ValueTask ConnectAsync()
    {
        WaitingSince = Environment.TickCount64;
        await _socket.ConnectAsync(origin);
        LookAhead();
    }

    /// <summary>Sends what is outgoing.</summary>
    public ValueTask<int> SendAsync()
    {
        (WaitingSince, HasAnswered) = (Environment.TickCount64, false);
        return _socket.SendAsync(Outgoing.WrittenMemory);
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> piece)
    {
        WaitingSince = Environment.TickCount64;
        return _socket.SendAsync(piece);
    }

    /// <summary>Reads heads until one is final. Its bytes stay at the beginning of <see cref="Unread"/> until they are taken.</summary>
    /// <exception cref="EndOfStreamException">The upstream has ended.</exception>
    /// <exception cref="InvalidDataException">It is no answer, or its head is too long.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ReadAnswerAsync()
    {
        while (true)
        {
            if (!Answer.TryRead(Unread))
                await FillAsync();
            else if (Answer.Status >= 200)
                return;
            else
                Take(Answer.Length);
        }
    }

    public void Take(int count) => _start += count;

    /// <summary>Receives more behind what is unread.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask FillAsync()
    {
        if (!await TryFillAsync())
            throw new EndOfStreamException();
    }

    /// <summary>Receives more behind what is unread; false when the upstream has ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryFillAsync()
    {
        if (_ahead.IsEmpty)
        {
            MakeRoom();
            _receive = _socket.ReceiveAsync(_buffer.AsMemory(_end));
        }

        _ahead = default;
        int count = await _receive;
        _receive = default;
        _end += count;
        Heard(count);
        return count > 0;
    }

    /// <summary>Receives past the buffer; only when nothing is unread.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> destination)
    {
        int count = await _socket.ReceiveAsync(destination);
        Heard(count);
        return count > 0 ? count : throw new EndOfStreamException();
    }

    /// <summary>Makes it ready for the next request; false when it cannot serve one.</summary>
    public bool Rest()
    {
        if (_start != _end)
            return false;
        (WasUsed, WaitingSince) = (true, 0);
        LookAhead();
        return !IsStale;
    }

    public void Dispose() => _socket.Dispose();

    private void Heard(int count)
    {
        WaitingSince = Environment.TickCount64;
        HasAnswered |= count > 0;
    }

    // Whoever takes the connection from the pool then sees at no cost whether it still lives.
    private void LookAhead()
    {
        (_start, _end, _ahead) = (0, 0, _buffer);
        _receive = _socket.ReceiveAsync(_ahead);
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            throw new InvalidDataException("the head of the answer is too long");
    }
}
