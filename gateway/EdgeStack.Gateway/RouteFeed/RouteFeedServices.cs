using EdgeStack.Gateway.Secrets;
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
        {
            services.AddSingleton(provider => Connect(provider, options.Kubernetes));
            services.AddSingleton(provider => new ClusterSecrets(
                provider.GetRequiredService<KubernetesApi>(), provider.GetRequiredService<WatchedNamespaces>().OfCluster,
                provider.GetRequiredService<SecretStore>(), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<IRouteSource>(provider => new KubernetesSource(
                provider.GetRequiredService<KubernetesApi>(), provider.GetRequiredService<WatchedNamespaces>().OfCluster, provider.GetRequiredService<TimeProvider>()));
        }

        return services
            .AddSingleton<IRouteSource>(provider => new SecretsSource(
                provider.GetRequiredService<SecretStore>(), provider.GetService<ClusterSecrets>, provider.GetRequiredService<SourceHealth>, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => WatchedNamespaces.Of(provider, options))
            .AddSingleton<Func<WatchedNamespaces>>(provider => provider.GetRequiredService<WatchedNamespaces>)
            .AddSingleton<TableRules>()
            .AddSingleton<CurrentRoutes>()
            .AddSingleton<SourceHealth>()
            .AddSingleton<RouteMetrics>()
            .AddSingleton<RouteReport>()
            .AddSingleton<RoutePublisher>()
            .AddHostedService<RouteFeedLoop>();
    }

    private static KubernetesApi Connect(IServiceProvider provider, KubernetesSourceOptions options) => KubernetesApi.Connect(
        new KubernetesOptions { Kubeconfig = options.Kubeconfig, Context = options.Context },
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
}
