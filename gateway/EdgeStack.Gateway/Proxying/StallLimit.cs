using System.IO.Pipelines;
using EdgeStack.Gateway.Settings;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Gives every request its watch.</summary>
internal sealed class StallLimit(GatewayOptions options, TimeProvider time)
{
    /// <summary>The watch of a request; null when there is no limit.</summary>
    public StallWatch? Watch(HttpContext context)
    {
        TimeSpan limit = options.Connections.StallTimeout;
        if (limit <= TimeSpan.Zero)
            return null;
        return new StallWatch(context, IsMessage(context) ? context.Features.Get<IRequestBodyPipeFeature>()?.Reader : null, limit, time);
    }

    // What a gRPC client sends is a conversation, which may rest; what comes after an upgrade is no body at all.
    private static bool IsMessage(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
        && context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest != true
        && context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true;
}
