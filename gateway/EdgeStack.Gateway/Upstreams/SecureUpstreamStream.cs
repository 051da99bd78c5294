using System.Net.Security;
using System.Net.Sockets;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>A connection to an upstream with TLS.</summary>
internal sealed class SecureUpstreamStream(NetworkStream inner) : SslStream(inner)
{
    private readonly UpstreamConversation _conversation = new(inner.Socket, isPlain: false);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _conversation.ReadAsync(base.ReadAsync(buffer, cancellationToken), buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Upload.Current is { } upload)
            return _conversation.WriteAsync(upload, this, static (stream, part, token) => stream.WriteNowAsync(part, token), buffer, cancellationToken);
        _conversation.Left();
        return WriteNowAsync(buffer, cancellationToken);
    }

    private ValueTask WriteNowAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => base.WriteAsync(buffer, cancellationToken);
}
