using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector;

internal static class SourceServices
{
    /// <summary>The sources of the program's roles.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services, CollectorOptions options)
    {
        if (options.Roles.Contains(Role.Node))
            services.AddHost(options.Node);
        return services;
    }

    private static void AddHost(this IServiceCollection services, NodeOptions options)
    {
        foreach (IHostReading part in HostParts.Wanted(options, HostKernel.OfThisMachine()))
            services.AddSingleton<IMetricSource>(new HostSource(part, options.Roots, options.Every));
    }
}
