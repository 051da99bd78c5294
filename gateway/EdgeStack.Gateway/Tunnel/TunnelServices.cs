namespace EdgeStack.Gateway.Tunnel;

internal static class TunnelServices
{
    /// <summary>To be added after everything else: at the end the tunnel comes first.</summary>
    public static IServiceCollection AddTunnel(this IServiceCollection services) => services
        .AddSingleton<TunnelBoard>()
        .AddSingleton<TunnelMetrics>()
        .AddSingleton(provider => InternetReach.OfCloudflare(provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<TunnelSupervisor>()
        .AddHostedService(provider => provider.GetRequiredService<TunnelSupervisor>());
}
