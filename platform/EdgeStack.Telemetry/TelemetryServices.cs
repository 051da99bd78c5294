using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Telemetry;

/// <summary>Registers the metrics bridge.</summary>
public static class TelemetryServices
{
    /// <summary>
    /// Adds the program's one <see cref="MetricsBridge"/>. It starts listening when it is first asked for, and what is counted before
    /// is lost: map its endpoint before the host starts.
    /// </summary>
    public static IServiceCollection AddMetricsBridge(this IServiceCollection services, MetricsBridgeOptions options) =>
        services.AddSingleton(provider =>
            MetricsBridge.Start(options with { Factory = provider.GetService<IMeterFactory>() }, provider.GetRequiredService<ILogger<MetricsBridge>>()));
}
