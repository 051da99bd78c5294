using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway;

internal static class ShutdownServices
{
    public static IServiceCollection AddShutdown(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton<StopSignals>().AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<StopSignals>())
        .AddSingleton<ShutdownOrder>().AddHostedService(provider => provider.GetRequiredService<ShutdownOrder>())
        .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownOrder.Longest(options));
}
