using System.Runtime.CompilerServices;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Passes a body through and counts its bytes into the request's record: what is read came in, what is written went out. Only a wait is watched.</summary>
internal class CountingStream(Stream inner, AccessRecord record, StallWatch? watch) : AsyncStream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    /// <summary>Called when all that comes in has been read; null when nobody wants to know.</summary>
    public Action? WhenRead { get; set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ValueTask<int> reading = watch is { HasBody: true } ? watch.ReadAsync(buffer, cancellationToken) : inner.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<int>(Count(reading.Result, buffer.Length)) : CountAsync(reading, buffer.Length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        record.BytesOut += buffer.Length;
        ValueTask write = inner.WriteAsync(buffer, cancellationToken);
        return write.IsCompleted || watch is null ? write : watch.WriteAsync(write);
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Task flush = inner.FlushAsync(cancellationToken);
        return flush.IsCompleted || watch is null ? flush : watch.WriteAsync(new ValueTask(flush)).AsTask();
    }

    // An upgraded connection ends when its stream is disposed; bodies belong to the server.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> CountAsync(ValueTask<int> reading, int asked) => Count(await reading, asked);

    // Whoever asks for nothing wants to know whether there is something.
    private int Count(int read, int asked)
    {
        record.BytesIn += read;
        if (read == 0 && asked > 0)
            WhenRead?.Invoke();
        return read;
    }
}
