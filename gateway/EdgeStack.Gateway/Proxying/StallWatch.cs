using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using EdgeStack.Gateway.AccessLog;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// Cuts a message that stands still: a body that stops coming, or bytes for a visitor who takes none. A stream that has nothing to say is never
/// cut, nor is a body without declared length once its answer has begun: that is a conversation. Costs nothing while bytes flow: only a wait
/// starts the clock.
/// </summary>
internal sealed class StallWatch(HttpContext context, PipeReader? body, TimeSpan limit, TimeProvider time) : IDisposable
{
    private const int Tcp = 6, TcpInfo = 11, BytesAckedAt = 120; // struct tcp_info of Linux: bytes that the other end has confirmed
    private const long Nothing = long.MinValue;
    private const int LooksPerLimit = 6;

    // Streams of HTTP/2 share their connection: what it takes may be another's, or answers to pings, so it counts for so many limits only.
    private const int SharedLimits = 4;

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _ended;
    private long _readingSince = Nothing;
    private long _writingSince = Nothing;
    private long _writeBegan;
    private ulong _acked;

    public bool HasBody => body is not null;

    /// <summary>Reads a part of the body. By its pipe, since Kestrel's stream cannot be used any more once a read of it was given up.</summary>
    /// <exception cref="BadHttpRequestException">408: it did not come.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueTask<ReadResult> reading = body!.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<int>(Take(reading.Result, buffer)) : WaitAsync(reading, buffer);
    }

    /// <summary>Waits until a part of the response has been taken; ends the connection when it is not.</summary>
    public async ValueTask WriteAsync(ValueTask write)
    {
        Begin(ref _writingSince);
        Volatile.Write(ref _writeBegan, Volatile.Read(ref _writingSince));
        try
        {
            await write;
        }
        finally
        {
            Volatile.Write(ref _writingSince, Nothing);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<ReadResult> reading, Memory<byte> buffer)
    {
        Begin(ref _readingSince);
        try
        {
            return Take(await reading, buffer);
        }
        finally
        {
            Volatile.Write(ref _readingSince, Nothing);
        }
    }

    private int Take(ReadResult read, Memory<byte> buffer)
    {
        if (read.IsCanceled)
        {
            body!.AdvanceTo(read.Buffer.Start);
            throw new BadHttpRequestException("the request's body stood still", StatusCodes.Status408RequestTimeout);
        }

        int count = (int)Math.Min(read.Buffer.Length, buffer.Length);
        ReadOnlySequence<byte> part = read.Buffer.Slice(0, count);
        part.CopyTo(buffer.Span);
        body!.AdvanceTo(part.End);
        return count;
    }

    private void Begin(ref long since)
    {
        Volatile.Write(ref since, time.GetTimestamp());
        if (_timer is not null)
            return;
        lock (_lock)
        {
            if (!_ended)
                _timer ??= time.CreateTimer(static state => ((StallWatch)state!).Look(), this, limit / LooksPerLimit, limit / LooksPerLimit);
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_ended)
                return;
            if (IsOver(Volatile.Read(ref _readingSince)) && (context.Request.ContentLength is not null || !context.Response.HasStarted))
                body!.CancelPendingRead();

            long writing = Volatile.Read(ref _writingSince);
            if (writing == Nothing)
                return;
            // A slow visitor may take long to empty what the kernel holds for him; as long as he confirms bytes he is not still.
            if (HasTakenMore() && !IsSharedTooLong())
                Interlocked.CompareExchange(ref _writingSince, time.GetTimestamp(), writing);
            else if (IsOver(writing))
                Cut();
        }
    }

    private void Cut()
    {
        if (context.Features.Get<AccessRecord>() is { } record)
            record.Error = "the visitor took no more of the response";
        context.Abort();
    }

    private bool IsOver(long since) => since != Nothing && time.GetElapsedTime(since) >= limit;

    private bool IsSharedTooLong() => HttpProtocol.IsHttp2(context.Request.Protocol) && time.GetElapsedTime(Volatile.Read(ref _writeBegan)) >= limit * SharedLimits;

    private bool HasTakenMore()
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 } socket)
            return false;
        Span<byte> info = stackalloc byte[BytesAckedAt + sizeof(ulong)];
        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < info.Length)
                return false;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return false;
        }

        ulong before = _acked;
        _acked = BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(info[BytesAckedAt..]) : BinaryPrimitives.ReadUInt64BigEndian(info[BytesAckedAt..]);
        return _acked != before;
    }
}
