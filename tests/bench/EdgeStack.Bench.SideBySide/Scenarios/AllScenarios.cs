using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>What is measured, in the order of the tables.</summary>
internal static class AllScenarios
{
    public const string Small64 = "small-64", Small1024 = "small-1024", FewHosts = "hosts-10", ManyHosts = "hosts-10000", HalfPeak = "half-peak";

    private const int UploadBytes = 10 * 1024, PacedConnections = 64, WebSockets = 500;

    public static IReadOnlyList<Scenario> List { get; } =
    [
        Http(Small64, "Small body, 64 connections, 10 hosts", new WrkRequests()),
        Http("small-512", "Small body, 512 connections, 10 hosts", new WrkRequests { Connections = 512 }),
        Http(Small1024, "Small body, 1,024 connections, 10 hosts", new WrkRequests { Connections = 1024 }),
        Http(FewHosts, "One of 10 hosts after the other, 64 connections", new WrkRequests { Script = WrkScripts.OneHostAfterTheOther(10) }),
        Http(ManyHosts, "One of 10,000 hosts after the other, 64 connections", new WrkRequests { Script = WrkScripts.OneHostAfterTheOther(10_000) }) with { Hosts = 10_000 },
        Http("body-100k", "Body of 100 KB, 64 connections", new WrkRequests { Path = NginxBackend.Large }),
        Http("post-10k", "POST of 10 KB, 64 connections", new WrkRequests { Path = NginxBackend.Upload, Script = WrkScripts.Post(UploadBytes) }),
        Http("no-keep-alive", "A connection for each request, 64 at a time", new WrkRequests { Headers = ["Connection: close"] }),
        new Scenario
        {
            Name = HalfPeak,
            Title = "Small body at half of what the contestant can do, at a constant rate, 64 connections",
            WarmUpAsync = (site, duration, cancellation) => Wrk.RunAsync(site, new WrkRequests { Connections = PacedConnections }, duration, cancellation),
            LoadAsync = (site, duration, peak, cancellation) =>
                PacedLoad.RunAsync(site.Port, [Site.HostName(0)], PacedConnections, peak.PerSecond / 2, duration, cancellation),
        },
        new Scenario
        {
            Name = "websocket-500",
            Title = "WebSocket echo of 32 bytes, 500 connections",
            Unit = "message",
            BeforeEcho = true,
            WarmUpAsync = EchoAsync,
            LoadAsync = (site, duration, _, cancellation) => EchoAsync(site, duration, cancellation),
        },
    ];

    private static Task<LoadResult> EchoAsync(Site site, TimeSpan duration, CancellationToken cancellation) =>
        EchoLoad.RunAsync(site.Port, Site.HostName(0), WebSockets, duration, cancellation);

    private static Scenario Http(string name, string title, WrkRequests requests) => new()
    {
        Name = name,
        Title = title,
        WarmUpAsync = (site, duration, cancellation) => Wrk.RunAsync(site, requests, duration, cancellation),
        LoadAsync = (site, duration, _, cancellation) => Wrk.RunAsync(site, requests, duration, cancellation),
    };
}
