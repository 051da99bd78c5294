using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeStack.Telemetry;

/// <summary>Puts a <see cref="MetricsBridge"/> on a listener.</summary>
public static class MetricsEndpoint
{
    /// <summary>Answers <c>GET /metrics</c> with everything the bridge knows, in the format the scraper asks for.</summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder endpoints, MetricsBridge bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        return endpoints.MapGet("/metrics", context => AnswerAsync(context, bridge));
    }

    private static Task AnswerAsync(HttpContext context, MetricsBridge bridge)
    {
        MetricsFormat format = MetricsFormat.For(context.Request.Headers.Accept);
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.Vary = "Accept";
        return bridge.WriteAsync(context.Response.Body, format, context.RequestAborted);
    }
}
