using EdgeStack.Routes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Puts a route's limits on a request's body. Kestrel keeps them while the body is read: 413 above the size, 408 below the rate.</summary>
internal static class BodyLimits
{
    // A pause of this length is forgiven at the start, as Kestrel does by default.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Why the request must not go further; null when it may.</summary>
    public static Rejection? Apply(HttpContext context, RouteLimits limits)
    {
        if (limits.Body > 0)
        {
            if (context.Request.ContentLength > limits.Body)
                return Rejection.BodySize;
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = limits.Body;
        }

        // Streams of HTTP/2 share a connection, and Kestrel gives them no rate of their own.
        if (limits.UploadRate > 0 && !HttpProtocol.IsHttp2(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(limits.UploadRate, Grace);
        return null;
    }
}
