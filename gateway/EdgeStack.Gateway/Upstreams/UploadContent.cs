using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>A body that tells when its last byte has been sent.</summary>
internal sealed class UploadContent : HttpContent
{
    private readonly HttpContent _body;

    public UploadContent(HttpContent body)
    {
        _body = body;
        foreach ((string name, HeaderStringValues values) in body.Headers.NonValidated)
            Headers.TryAddWithoutValidation(name, values);
    }

    public Action? WhenSent { get; set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await _body.CopyToAsync(stream, context, cancellationToken);
        WhenSent?.Invoke();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }
}
