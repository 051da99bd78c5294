using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Registers and maps the way of a request.</summary>
internal static class ProxyingServices
{
    public static IServiceCollection AddProxying(this IServiceCollection services)
    {
        services.AddReverseProxy().LoadFromMemory(CatchAllRoute.Routes, CatchAllRoute.Clusters);
        WithoutKeyRing(services);
        return services.AddSingleton<HttpTransformer, GatewayTransformer>().AddSingleton<LoopMark>().AddSingleton<Admission>().AddSingleton<ServerRefusals>().AddSingleton<RouteStep>().AddSingleton<RequestJournal>();
    }

    // YARP brings data protection for sticky cookies of its own making, which would create keys on disk at every start. We use none.
    private static void WithoutKeyRing(IServiceCollection services)
    {
        foreach (ServiceDescriptor eager in services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionOptions).Assembly).ToArray())
            services.Remove(eager);
    }

    /// <summary>The pipeline: journal, our table, YARP's balancing and forwarding.</summary>
    public static void MapProxying(this WebApplication app)
    {
        RequestJournal journal = app.Services.GetRequiredService<RequestJournal>();
        RouteStep route = app.Services.GetRequiredService<RouteStep>();
        app.Services.GetRequiredService<DiagnosticListener>().Subscribe(app.Services.GetRequiredService<ServerRefusals>(), ServerRefusals.Wants);
        app.Use(next => context => journal.RecordAsync(context, next));
        app.UseRouting();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use((context, next) => route.ForwardAsync(context, next));
            proxy.UseLoadBalancing();
        });
    }
}
