using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.AccessLog;

internal static class AccessLogServices
{
    public static IServiceCollection AddAccessLog(this IServiceCollection services, AccessLogOptions options) => services
        .AddSingleton(AccessLogDestination.Of(options))
        .AddSingleton(_ => AccessLogFormats.Of(options.Format))
        .AddSingleton<AccessLogFilter>()
        .AddSingleton<AccessLogQueue>()
        .AddSingleton<RequestsInFlight>()
        .AddSingleton<RequestMetrics>()
        .AddSingleton<RecentRequests>()
        .AddSingleton<RequestOutlets>()
        .AddHostedService<AccessLogWriter>();
}
