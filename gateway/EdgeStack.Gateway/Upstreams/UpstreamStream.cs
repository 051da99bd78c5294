using System.Net.Sockets;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>A connection to an upstream without TLS.</summary>
internal sealed class UpstreamStream(NetworkStream inner) : AsyncStream
{
    private readonly FirstAnswer _first = new();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _first.Watch(inner.ReadAsync(buffer, cancellationToken), buffer.IsEmpty);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    // A socket keeps nothing back.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
