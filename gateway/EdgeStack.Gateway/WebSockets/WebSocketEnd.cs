// Hot path: every byte of a WebSocket goes through it, without a copy and without an allocation of its own.
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.WebSockets;

/// <summary>
/// One end of a WebSocket, the visitor's or the upstream's. Passes everything on as it is and follows the frames that are written to it, so that
/// a close frame of ours can be put between two of them.
/// </summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="inner">The connection.</param>
/// <param name="masked">True for the upstream's end: who opened a WebSocket masks its frames.</param>
internal sealed class WebSocketEnd(OpenWebSocket socket, Stream inner, bool masked) : AsyncStream
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FrameTracker _frames;
    private volatile bool _otherHasClosed;
    private volatile bool _saidGoodbye;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>True when the other end has sent a close frame to this one.</summary>
    public bool OtherHasClosed => _otherHasClosed;

    /// <summary>True when a close frame of ours was sent to this end: what it is sent by the other one goes no further.</summary>
    public bool SaidGoodbye => _saidGoodbye;

    /// <summary>True while it does not take what it is given.</summary>
    public bool IsWriting => _turn.CurrentCount == 0;

    /// <summary>Says goodbye now, unless a frame is under way: then the end of that frame does it.</summary>
    public async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await SayGoodbyeInTurnAsync(cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // It has left without a word: its reads tell.
        }
        finally
        {
            _turn.Release();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        socket.EndWith(cancellationToken);
        try
        {
            int read = await inner.ReadAsync(buffer, socket.Over);
            if (read == 0 && buffer.Length > 0)
                await socket.HearOutAsync(this);
            return read;
        }
        catch (OperationCanceledException) when (socket.Over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (socket.GoesAway || !_turn.Wait(0, CancellationToken.None))
            return WriteAndLeaveAsync(buffer, cancellationToken);
        ValueTask write;
        try
        {
            _frames.Follow(buffer.Span);
            write = inner.WriteAsync(buffer, cancellationToken);
        }
        catch
        {
            _turn.Release();
            throw;
        }

        if (!write.IsCompletedSuccessfully)
            return EndTurnAsync(write);
        EndTurn();
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.End();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndTurnAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        finally
        {
            EndTurn();
        }
    }

    private async ValueTask WriteAndLeaveAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ReadOnlyMemory<byte> rest = buffer;
            if (socket.MayBeToldToClose && !_saidGoodbye)
            {
                int ofFrame = _frames.IsBetweenFrames ? 0 : _frames.FollowFrame(rest.Span);
                if (ofFrame > 0)
                    await inner.WriteAsync(rest[..ofFrame], cancellationToken);
                rest = rest[ofFrame..];
                Hear();
                await SayGoodbyeInTurnAsync(cancellationToken);
            }

            _frames.Follow(rest.Span);
            if (!_saidGoodbye && !rest.IsEmpty)
                await inner.WriteAsync(rest, cancellationToken);
        }
        finally
        {
            EndTurn();
        }
    }

    private void EndTurn()
    {
        Hear();
        _turn.Release();
    }

    private void Hear()
    {
        if (!_frames.IsClosed || _otherHasClosed)
            return;
        _otherHasClosed = true;
        socket.Heard();
    }

    private async ValueTask SayGoodbyeInTurnAsync(CancellationToken cancellationToken)
    {
        if (_saidGoodbye || !socket.MayBeToldToClose || !_frames.IsBetweenFrames)
            return;
        _saidGoodbye = true;
        await inner.WriteAsync(GoingAway(), cancellationToken);
        await inner.FlushAsync(cancellationToken);
    }

    // Final frame, opcode 8, two bytes: 1001, "going away" (RFC 6455 section 7.4.1).
    private byte[] GoingAway()
    {
        const byte FinalClose = 0x88, TwoBytes = 0x02, MaskBit = 0x80, High = 1001 >> 8, Low = 1001 & 0xff;
        if (!masked)
            return [FinalClose, TwoBytes, High, Low];
        byte[] mask = RandomNumberGenerator.GetBytes(4);
        return [FinalClose, TwoBytes | MaskBit, .. mask, (byte)(High ^ mask[0]), (byte)(Low ^ mask[1])];
    }
}
