using System.Net.Sockets;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>A connection to an upstream without TLS.</summary>
internal sealed class UpstreamStream(NetworkStream inner) : AsyncStream
{
    private readonly UpstreamConversation _conversation = new(inner.Socket, isPlain: true);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _conversation.ReadAsync(inner.ReadAsync(buffer, cancellationToken), buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Upload.Current is { } upload)
            return _conversation.WriteAsync(upload, inner, static (stream, part, token) => stream.WriteAsync(part, token), buffer, cancellationToken);
        _conversation.Left();
        return inner.WriteAsync(buffer, cancellationToken);
    }

    // A socket keeps nothing back.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
