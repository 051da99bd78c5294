using System.Net;
using System.Net.Http.Headers;

namespace EdgeStack.Gateway.WebSockets;

/// <summary>Takes the place of the content of a 101: its stream goes both ways.</summary>
internal sealed class UpgradedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Stream _stream;

    /// <param name="inner">What the upstream's response had.</param>
    /// <param name="stream">What is read and written instead of its stream.</param>
    public UpgradedContent(HttpContent inner, Stream stream)
    {
        (_inner, _stream) = (inner, stream);
        foreach ((string name, HeaderStringValues values) in inner.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(_stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
