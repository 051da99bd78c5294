using EdgeStack.Gateway.Settings;
using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway.RouteFeed;

internal static class RouteFeedServices
{
    public static IServiceCollection AddRouteFeed(this IServiceCollection services, GatewayOptions options)
    {
        foreach (string folder in options.Routes)
            services.AddSingleton<IRouteSource>(provider => ActivatorUtilities.CreateInstance<FolderSource>(provider, folder));
        if (options.UsesKubernetes)
            services.AddSingleton<IRouteSource>(provider => Cluster(provider, options.Kubernetes));
        return services
            .AddSingleton<CurrentRoutes>()
            .AddSingleton<SourceHealth>()
            .AddSingleton<RouteMetrics>()
            .AddSingleton<RoutePublisher>()
            .AddHostedService<RouteFeedLoop>();
    }

    private static KubernetesSource Cluster(IServiceProvider provider, KubernetesSourceOptions options)
    {
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        KubernetesApi api = KubernetesApi.Connect(
            new KubernetesOptions { Kubeconfig = options.Kubeconfig, Context = options.Context }, time, provider.GetRequiredService<ILoggerFactory>());
        return new KubernetesSource(api, options.Namespaces.Count == 0 ? [api.Namespace] : [.. options.Namespaces], time);
    }
}
