using System.Threading.Tasks.Sources;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Tests.WebSockets;

/// <summary>A connection of which the test says what is read, and keeps what is written.</summary>
internal sealed class FakeEnd : AsyncStream, IValueTaskSource<int>
{
    private readonly MemoryStream _written = new();
    private ManualResetValueTaskSourceCore<int> _read;
    private Memory<byte> _buffer;
    private CancellationTokenRegistration _cancelled;

    /// <summary>What was written.</summary>
    public byte[] Written => _written.ToArray();

    /// <summary>False for tests that look at allocations.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>Writes wait for it.</summary>
    public TaskCompletionSource? Stuck { get; set; }

    public bool Ended { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>Ends the read that waits.</summary>
    public void Say(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.Span);
        _cancelled.Dispose();
        _read.SetResult(bytes.Length);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _read.Reset();
        _buffer = buffer;
        ValueTask<int> reading = new(this, _read.Version);
        _cancelled = cancellationToken.UnsafeRegister(static state => ((FakeEnd)state!).Cancel(), this);
        return reading;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Keeps)
            _written.Write(buffer.Span);
        return Stuck is null ? ValueTask.CompletedTask : new ValueTask(Stuck.Task.WaitAsync(cancellationToken));
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Cancel() => _read.SetException(new OperationCanceledException());

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        Ended = true;
        base.Dispose(disposing);
    }
}
