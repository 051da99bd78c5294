using EdgeStack.Collector.Settings;
using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Collector.Publishing;

internal static class PublishingServices
{
    /// <summary>Sends the curated instruments, the program's own metrics and its log to an OpenTelemetry collector, when there is one.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services, CollectorOptions options) =>
        options.Otlp.Target("edgestack-collector", typeof(PublishingServices).Assembly) is { } target
            ? services.AddOtlp(target).AddHostedService<MetricsPublisher>()
            : services;
}
