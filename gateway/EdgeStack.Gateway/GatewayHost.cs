using System.Net.Sockets;
using EdgeStack.Gateway.Access;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Admin;
using EdgeStack.Gateway.Connections;
using EdgeStack.Gateway.Events;
using EdgeStack.Gateway.Health;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Proxying;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Secrets;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Gateway.WebSockets;
using EdgeStack.Hosting;
using EdgeStack.Hosting.Log;
using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway;

/// <summary>Puts the slices together.</summary>
internal static partial class GatewayHost
{
    /// <param name="options">Checked settings.</param>
    /// <param name="configure">Further services, later ones win: tests put their clock and log destination here.</param>
    public static WebApplication Build(GatewayOptions options, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddProgramLog(options.LogLevel);
        builder.AddTelemetryExport(options.Otlp);
        builder.AddPublicListener(options);
        // Order of start: routes are known before anyone is served.
        builder.Services
            .AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<ListenerAddresses>().AddMetrics()
            .AddVisitor().AddConnectionLimits().AddAccessLog(options.AccessLog).AddUpstreams().AddHealth().AddAdmin().AddMiddlewares().AddSecrets().AddRouteFeed(options).AddAccess()
            .AddEvents(options).AddOpenWebSockets().AddProxying().AddShutdown(options).AddTunnel();
        if (options.ShutdownWithStdin)
            builder.Services.AddHostedService<StdinWatch>();
        configure?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.Services.GetRequiredService<SeriesLifetime>().Watch();
        app.Services.GetRequiredService<OpenWebSockets>().Watch();
        app.Services.GetRequiredService<TunnelMetrics>();
        app.Services.GetRequiredService<StopSignals>().Hurry.Register(app.Services.GetRequiredService<TunnelSupervisor>().Hurry);
        app.MapProxying();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        return app;
    }

    /// <summary>Serves until told to stop. 1 when it could not start or a part of it failed, so that whoever watches it starts it again.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        ILogger logger = app.Logger;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        BackgroundService[] loops;
        try
        {
            loops = [.. app.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
            await app.RunAsync();
        }
        catch (Exception fault) when (fault is IOException or SocketException or KubernetesApiException)
        {
            // An address that is taken, a cluster that is not there: one sentence says it.
            LogNotStarted(logger, fault.Message);
            return 1;
        }

        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0; // told to stop while it was still starting
        }

        BackgroundService[] failed = [.. loops.Where(loop => loop.ExecuteTask is { IsFaulted: true })];
        foreach (BackgroundService loop in failed)
        {
            string part = loop.GetType().Name;
            Exception fault = loop.ExecuteTask!.Exception!.GetBaseException();
            LogFailed(logger, part, fault);
        }

        return failed.Length > 0 ? 1 : 0;
    }

    private static void Announce(WebApplication app)
    {
        ListenerAddresses addresses = app.Services.GetRequiredService<ListenerAddresses>();
        addresses.Public = ListenerAddresses.Of(app);
        addresses.H2c = app.Services.GetRequiredService<GatewayOptions>().Listeners.H2c is null ? null : ListenerAddresses.Of(app, 1);
        LogServing(app.Logger, addresses.Public, addresses.Admin, addresses.Metrics);
        if (app.Services.GetRequiredService<GatewayOptions>().Listeners.Tunnel is { } socket)
            LogTunnel(app.Logger, socket);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Part} failed, which is a mistake of ours: please report it")]
    private static partial void LogFailed(ILogger logger, string part, Exception fault);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Cannot serve: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving on {Public}; admin API on {Admin}, metrics and health on {Metrics}")]
    private static partial void LogServing(ILogger logger, string? @public, string? admin, string? metrics);

    [LoggerMessage(Level = LogLevel.Information, Message = "Whoever comes through the tunnel's socket {Socket} is trusted to name the visitor")]
    private static partial void LogTunnel(ILogger logger, string socket);
}
