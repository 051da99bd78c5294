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
        PipeReader? declared = context.Request.ContentLength > 0 ? context.Features.Get<IRequestBodyPipeFeature>()?.Reader : null;
        return new StallWatch(context, declared, limit, time);
    }
}
