using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Systemd;
using EdgeStack.Collector.Sources.Host.TextFiles;
using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.Names;
using EdgeStack.Collector.Sources.Probes;
using EdgeStack.Collector.Sources.RaspberryPi;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector;

internal static class SourceServices
{
    /// <summary>The sources of the program's roles, in the order in which they stand on their pages.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services, CollectorOptions options)
    {
        if (options.Roles.Contains(Role.Node))
            services.AddNode(options.Node);
        if (options.Roles.Contains(Role.Database))
            services.AddSingleton(provider => new MariaDbSources(options.Databases, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MariaDbServer>>()));
        if (options.Roles.Contains(Role.Cluster))
            services.AddCluster(options.Cluster);
        return services.AddTargets(options).AddSingleton(BoardOf);
    }

    private static void AddNode(this IServiceCollection services, NodeOptions options)
    {
        foreach (IHostReading part in HostParts.Wanted(options, HostKernel.OfThisMachine()))
            services.AddSingleton<IMetricSource>(new HostSource(part, options.Roots, options.Every));
        VcioMailbox mailbox = new(options.RaspberryPi.DeviceFolder);
        if (!options.Disabled.Contains("raspberrypi"))
            services.AddSingleton<IMetricSource>(provider => new PiThrottling(options.Roots, mailbox, provider.GetRequiredService<TimeProvider>()))
                .AddSingleton<IMetricSource>(provider => new PiHardware(options.Roots, mailbox, provider.GetRequiredService<TimeProvider>()));
        if (!options.Disabled.Contains("systemd"))
            services.AddSingleton<IMetricSource>(_ => new SystemdSource(options.Systemd));
        if (!options.Disabled.Contains(TextFileMetrics.SourceName))
            services.AddSingleton<IMetricSource>(provider => new HostSource(new TextFileMetrics(options.TextFiles, name => IsMeasured(provider, name)), options.Roots, options.Every) { ComesLast = true });
    }

    private static void AddCluster(this IServiceCollection services, ClusterOptions options)
    {
        services.AddClusterState(options);
        if (options.ApiServer.Enabled)
            services.AddSingleton<IMetricSource>(provider => new ApiServerSource(provider.GetRequiredService<KubernetesApi>(), provider.GetRequiredService<ClusterLease>(), options.ApiServer, options.Every));
    }

    private static void AddClusterState(this IServiceCollection services, ClusterOptions options) => services
        .AddSingleton(provider => KubernetesApi.Connect(
            new KubernetesOptions { Kubeconfig = options.Kubeconfig, Context = options.Context }, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton(provider => new ClusterState(options.State, provider.GetRequiredService<TimeProvider>()))
        .AddLease(options.Lease)
        .AddHostedService<ClusterFollower>()
        .AddSingleton<IMetricSource>(provider => new StateSource(provider.GetRequiredService<ClusterState>(), provider.GetRequiredService<ClusterLease>(), options.Every))
        .AddSingleton<IMetricSource>(provider => new KubeletSource(
            provider.GetRequiredService<KubernetesApi>(), provider.GetRequiredService<ClusterState>(), provider.GetRequiredService<ClusterLease>(), options.Kubelet, options.Every));

    private static IServiceCollection AddLease(this IServiceCollection services, string? name)
    {
        if (name is null)
            return services.AddSingleton(provider => new ClusterLease(null, provider.GetRequiredService<TimeProvider>()));
        // A pod's host name is the pod's; a container of it that was started again is another holder.
        string holder = $"{Environment.MachineName}_{Guid.NewGuid():N}"[..Math.Min(Environment.MachineName.Length + 9, 200)];
        return services
            .AddSingleton(provider => new ClusterLease($"{provider.GetRequiredService<KubernetesApi>().Namespace}/{name}", provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new LeaseKeeper(
                provider.GetRequiredService<KubernetesApi>(), provider.GetRequiredService<ClusterLease>(), name, holder, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LeaseKeeper>>()))
            .AddHostedService<LeaseLoop>();
    }

    private static IServiceCollection AddTargets(this IServiceCollection services, CollectorOptions options)
    {
        services.AddSingleton(provider => new NameLookup(provider.GetRequiredService<TimeProvider>()));
        foreach (ScrapedTargetOptions target in options.Scraped.Targets)
            services.AddSingleton<IMetricSource>(provider => new ScrapedSource(
                target, options.Scraped.Limits, provider.GetRequiredService<NameLookup>(), (source, family) => provider.GetRequiredService<SourceBoard>().ClashOf(source, family), provider.GetRequiredService<TimeProvider>()));
        foreach (ProbeOptions probe in options.Probes.Targets)
            services.AddSingleton<IMetricSource>(provider => new ProbeSource(probe, provider.GetRequiredService<NameLookup>(), provider.GetRequiredService<TimeProvider>()));
        if (options.Probes.Gateway.AdminUrl is not null)
            services.AddSingleton<IMetricSource>(provider => new GatewayHostsSource(options.Probes.Gateway, provider.GetRequiredService<NameLookup>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static SourceBoard BoardOf(IServiceProvider provider) =>
        new(provider.GetServices<IMetricSource>().Concat(provider.GetService<MariaDbSources>() is { } databases ? databases.All : []));

    // A script's file cannot speak for a part of the machine.
    private static bool IsMeasured(IServiceProvider provider, string family) => provider.GetRequiredService<SourceBoard>().On(ScrapePage.Node)
        .Any(state => state.Source.Name != TextFileMetrics.SourceName && state.Families.Any(samples => samples.Family.Name == family));
}
