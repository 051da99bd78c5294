using System.Net;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.WebSockets;

/// <summary>Takes the place of the content of a 101: its stream goes both ways.</summary>
/// <param name="inner">What the upstream's response had.</param>
/// <param name="stream">What is read and written instead of its stream.</param>
internal sealed class UpgradedContent(HttpContent inner, Stream stream) : WrappedContent(inner)
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => throw new NotSupportedException();
}
