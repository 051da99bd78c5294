using EdgeStack.Gateway.AccessLog;
using EdgeStack.Hosting.Otlp;
using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Gateway;

/// <summary>Sends the gateway's traces, metrics and logs to a collector, when there is one.</summary>
internal static class TelemetryExport
{
    public static void AddTelemetryExport(this WebApplicationBuilder builder, OtlpOptions options)
    {
        if (options.Target("edgestack-gateway", typeof(TelemetryExport).Assembly) is { } target)
            builder.Services.AddOtlp(target with { Sources = [RequestTrace.SourceName, RequestTrace.UpstreamSourceName], Redact = RequestTrace.Redact });
    }
}
