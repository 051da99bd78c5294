using System.Collections.Immutable;
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
            services.AddCluster(options);
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

    private static void AddCluster(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(provider => Connect(provider, options.Kubernetes))
        .AddSingleton(provider => new SecretStore { ClusterNamespaces = Watched(provider) }) // instead of the one that knows files only
        .AddSingleton(provider => new ClusterSecrets(
            provider.GetRequiredService<KubernetesApi>(), Watched(provider), provider.GetRequiredService<SecretStore>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<TableKeeper>(
            provider, options.StateFolder, KubernetesSource.NameOf(Watched(provider)), provider.GetRequiredService<KubernetesApi>().Server.ToString()))
        .AddSingleton<IFeedFollower>(provider => provider.GetRequiredService<TableKeeper>())
        .AddSingleton<IRouteSource>(provider => new KubernetesSource(
            provider.GetRequiredService<KubernetesApi>(), Watched(provider), provider.GetRequiredService<TableKeeper>(), provider.GetRequiredService<TimeProvider>()))
        // Before the loop, so that it ends after it and writes what came last.
        .AddHostedService(provider => provider.GetRequiredService<TableKeeper>());

    private static ImmutableArray<string> Watched(IServiceProvider provider) => provider.GetRequiredService<WatchedNamespaces>().OfCluster;

    private static KubernetesApi Connect(IServiceProvider provider, KubernetesSourceOptions options) => KubernetesApi.Connect(
        new KubernetesOptions { Kubeconfig = options.Kubeconfig, Context = options.Context },
        provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
}
