using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Admin;
using EdgeStack.Gateway.Health;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.Proxying;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Upstreams;

namespace EdgeStack.Gateway;

/// <summary>Puts the slices together.</summary>
internal static partial class GatewayHost
{
    /// <param name="options">Checked settings.</param>
    /// <param name="configure">Further services, later ones win: tests put their clock and log destination here.</param>
    public static WebApplication Build(GatewayOptions options, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddProgramLog(options);
        builder.AddPublicListener(options);
        // Order of start: routes are known before anyone is served.
        builder.Services
            .AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<ListenerAddresses>().AddMetrics()
            .AddAccessLog().AddUpstreams().AddHealth().AddAdmin().AddRouteFeed(options).AddProxying();
        configure?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.Services.GetRequiredService<SeriesLifetime>().Watch();
        app.MapProxying();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        return app;
    }

    private static void Announce(WebApplication app)
    {
        ListenerAddresses addresses = app.Services.GetRequiredService<ListenerAddresses>();
        addresses.Public = ListenerAddresses.Of(app);
        LogServing(app.Logger, addresses.Public, addresses.Admin, addresses.Metrics);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving on {Public}; admin API on {Admin}, metrics and health on {Metrics}")]
    private static partial void LogServing(ILogger logger, string? @public, string? admin, string? metrics);
}
