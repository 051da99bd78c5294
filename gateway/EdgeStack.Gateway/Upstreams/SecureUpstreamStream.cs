using System.Net.Security;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>A connection to an upstream with TLS.</summary>
internal sealed class SecureUpstreamStream(Stream inner) : SslStream(inner)
{
    private readonly FirstAnswer _first = new();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _first.Watch(base.ReadAsync(buffer, cancellationToken), buffer.IsEmpty);
}
