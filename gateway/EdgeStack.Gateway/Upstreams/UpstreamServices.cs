using EdgeStack.Gateway.Settings;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

internal static class UpstreamServices
{
    public static IServiceCollection AddUpstreams(this IServiceCollection services) => services
        .AddSingleton<OwnListeners>()
        .AddSingleton(provider => new ApiServerAddresses(new Lazy<Uri?>(() => provider.GetService<KubernetesApi>()?.Server)))
        .AddSingleton(Rules)
        .AddSingleton<ConnectGuard>()
        .AddSingleton<HeldRequests>()
        .AddSingleton<UpstreamDirectory>()
        .AddHostedService<HealthProbing>();

    private static DestinationRules Rules(IServiceProvider provider)
    {
        UpstreamOptions options = provider.GetRequiredService<GatewayOptions>().Upstreams;
        return new DestinationRules
        {
            Allowed = [.. options.AllowAddresses],
            AllowsUrls = options.AllowsUrls,
            IsOwn = provider.GetRequiredService<OwnListeners>().Includes,
            IsApiServer = provider.GetRequiredService<ApiServerAddresses>().Includes,
        };
    }
}
