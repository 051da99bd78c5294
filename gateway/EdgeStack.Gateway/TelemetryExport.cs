using System.Reflection;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Otlp;
using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Gateway;

/// <summary>Sends the gateway's traces, metrics and logs to a collector, when there is one.</summary>
internal static class TelemetryExport
{
    public static void AddTelemetryExport(this WebApplicationBuilder builder, OtlpOptions options)
    {
        if (options.Endpoint is not { } endpoint)
            return;
        builder.Services.AddOtlp(new OtlpTarget(endpoint)
        {
            Protocol = options.Protocol,
            Headers = options.Headers,
            ServiceName = "edgestack-gateway",
            ServiceVersion = typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Sources = [RequestTrace.SourceName, RequestTrace.UpstreamSourceName],
            TraceSample = options.TraceSample,
            Redact = RequestTrace.Redact,
        });
    }
}
