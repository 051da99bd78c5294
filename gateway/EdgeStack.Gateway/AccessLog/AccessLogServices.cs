namespace EdgeStack.Gateway.AccessLog;

internal static class AccessLogServices
{
    public static IServiceCollection AddAccessLog(this IServiceCollection services) => services
        .AddSingleton(AccessLogDestination.StandardOutput)
        .AddSingleton<AccessLogQueue>()
        .AddSingleton<RequestsInFlight>()
        .AddSingleton<RequestMetrics>()
        .AddHostedService<AccessLogWriter>();
}
