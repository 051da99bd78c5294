using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.Health;

internal static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddMetricsBridge(new MetricsBridgeOptions())
        .AddSingleton<Readiness>()
        .AddSingleton<SeriesLifetime>()
        .AddHostedService<MetricsListener>();
}
