using System.Net.Sockets;
using EdgeStack.Collector.Conditions;
using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Pages;
using EdgeStack.Collector.Publishing;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources;
using EdgeStack.Hosting;
using EdgeStack.Hosting.Listeners;
using EdgeStack.Hosting.Log;
using EdgeStack.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EdgeStack.Collector;

/// <summary>Puts the slices together.</summary>
internal static partial class CollectorHost
{
    private const int MaxBody = 64 * 1024, MaxConnections = 64;

    // Somebody who does not read his answer is not waited for longer.
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(5);

    /// <summary>A reading that takes this long is left on its thread, and the others go on beside it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="options">Checked settings.</param>
    /// <param name="configure">Further services, later ones win: tests put their clock here.</param>
    public static WebApplication Build(CollectorOptions options, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddProgramLog(options.LogLevel);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            // Scrapers and probes are few. One that asks and never reads keeps a page of ours in memory.
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(options.Listener);
        });
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown)
            .AddSingleton(options).AddSingleton(TimeProvider.System).AddMetrics().AddMetricsBridge(new MetricsBridgeOptions())
            .AddSources(options)
            .AddSingleton(provider => new ReadingThread(provider.GetRequiredService<TimeProvider>(), Patience))
            .AddSingleton(Shaping(options)).AddSingleton<SourceMetrics>()
            .AddHostedService<SamplingLoop>()
            .AddConditions()
            .AddPublishing(options)
            .AddSingleton<IMemoryPoolFactory<byte>, SharedMemory>()
            .AddRoutingCore();
        if (options.ShutdownWithStdin)
            builder.Services.AddHostedService<StdinWatch>();
        configure?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.Services.GetRequiredService<SourceMetrics>();
        app.Services.GetRequiredService<ConditionMetrics>();
        app.MapMetrics(app.Services.GetRequiredService<MetricsBridge>());
        app.MapPages(app.Services.GetRequiredService<SourceBoard>());
        app.MapHealth(app.Services.GetRequiredService<SourceBoard>());
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        return app;
    }

    /// <summary>Measures until told to stop. 1 when it could not start.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        ILogger logger = app.Logger;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0; // told to stop while it was still starting
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            LogNotStarted(logger, fault.Message);
            return 1;
        }
    }

    private static void Announce(WebApplication app)
    {
        string? address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        string pages = string.Join(", ", app.Services.GetRequiredService<SourceBoard>().All.Select(state => PageEndpoints.PathOf(state.Source.Page)).Distinct());
        LogServing(app.Logger, address, pages);
    }

    private static SampleShaping Shaping(CollectorOptions options) => new(
        options.ClusterLabel is { } cluster ? [new("cluster", cluster)] : [],
        new FamilyAliases([.. options.DriftedNames ? DashboardNames.Drifted : [], .. options.OldNames ? DashboardNames.BeforeUnits : []]));

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving on {Address}: /metrics, {Pages}, /healthz/live, /healthz/ready")]
    private static partial void LogServing(ILogger logger, string? address, string pages);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Cannot serve: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);
}
