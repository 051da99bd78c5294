using EdgeStack.Telemetry.Foreign;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeStack.Telemetry;

/// <summary>Puts a <see cref="MetricsBridge"/> on a listener.</summary>
public static class MetricsEndpoint
{
    /// <summary>Answers <c>GET /metrics</c> with everything the bridge knows, in the format the scraper asks for.</summary>
    /// <param name="endpoints">Where it is answered.</param>
    /// <param name="bridge">What this program knows.</param>
    /// <param name="foreign">What another program exposes at this moment; its families stand first.</param>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints, MetricsBridge bridge, Func<ForeignExposition>? foreign = null)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        return endpoints.MapGet("/metrics", context => AnswerAsync(context, bridge, foreign?.Invoke() ?? ForeignExposition.Empty));
    }

    private static async Task AnswerAsync(HttpContext context, MetricsBridge bridge, ForeignExposition foreign)
    {
        MetricsFormat format = MetricsFormat.For(context.Request.Headers.Accept);
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.Vary = "Accept";
        await context.Response.Body.WriteAsync(foreign.As(format), context.RequestAborted);
        await bridge.WriteAsync(context.Response.Body, format, context.RequestAborted);
    }
}
