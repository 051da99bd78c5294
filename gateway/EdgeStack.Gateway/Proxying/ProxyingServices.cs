using System.Diagnostics;
using EdgeStack.Gateway.Connections;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Registers and maps the way of a request.</summary>
internal static class ProxyingServices
{
    public static IServiceCollection AddProxying(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        return services.AddSingleton<GatewayTransformer>().AddSingleton<LoopMark>().AddSingleton<Admission>().AddSingleton<ServerRefusals>()
            .AddSingleton<StallLimit>().AddSingleton<RequestStreams>().AddSingleton<Forwarding>().AddSingleton<RouteStep>().AddSingleton<RequestJournal>();
    }

    /// <summary>The pipeline: the headers as they were sent, journal, our table, YARP's forwarder.</summary>
    public static void MapProxying(this WebApplication app)
    {
        RequestJournal journal = app.Services.GetRequiredService<RequestJournal>();
        RouteStep route = app.Services.GetRequiredService<RouteStep>();
        app.Services.GetRequiredService<DiagnosticListener>().Subscribe(app.Services.GetRequiredService<ServerRefusals>(), ServerRefusals.Wants);
        app.Use(next => context => ConnectionHeader.ServeAsync(context, next));
        app.Use(next => context => journal.RecordAsync(context, next));
        app.Run(route.ForwardAsync);
    }
}
