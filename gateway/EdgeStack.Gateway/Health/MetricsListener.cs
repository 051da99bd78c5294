using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;
using EdgeStack.Hosting.Listeners;
using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.Health;

/// <summary>The listener for machines that watch us: <c>/metrics</c> and health. Never reachable through the public one.</summary>
internal sealed class MetricsListener(GatewayOptions options, MetricsBridge bridge, TunnelBoard tunnel, Readiness readiness, ListenerAddresses addresses) : IHostedService
{
    private readonly WebApplication _app = Build(options, bridge, tunnel, readiness);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        addresses.Metrics = ListenerAddresses.Of(_app);
    }

    // Probes are answered until the very end, so that "not ready" can be seen.
    public async Task StopAsync(CancellationToken cancellationToken) => await _app.DisposeAsync();

    private static WebApplication Build(GatewayOptions options, MetricsBridge bridge, TunnelBoard tunnel, Readiness readiness)
    {
        WebApplication app = SideListener.Build(options.Listeners.Metrics);
        app.MapMetrics(bridge, () => tunnel.Families);
        app.MapGet("/healthz/live", static context => AnswerAsync(context, null));
        app.MapGet("/healthz/ready", context => AnswerAsync(context, readiness.WhyNot));
        return app;
    }

    private static Task AnswerAsync(HttpContext context, string? fault)
    {
        context.Response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(fault is null ? "ok\n" : $"{fault}\n", context.RequestAborted);
    }
}
