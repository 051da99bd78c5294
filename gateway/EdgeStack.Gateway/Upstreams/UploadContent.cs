using System.Net;
using System.Net.Http;
using EdgeStack.Gateway.Bytes;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>A body that tells when its last byte has been sent.</summary>
internal sealed class UploadContent(HttpContent body) : WrappedContent(body)
{
    public Action? WhenSent { get; set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await base.SerializeToStreamAsync(stream, context, cancellationToken);
        WhenSent?.Invoke();
    }
}
