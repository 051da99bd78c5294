using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>What is measured, in the order of the tables.</summary>
internal static class AllScenarios
{
    public const string Small64 = "small-64", FewHosts = "hosts-10", ManyHosts = "hosts-10000";

    private const int UploadBytes = 10 * 1024;

    public static IReadOnlyList<Scenario> List { get; } =
    [
        Http(Small64, "Small body, 64 connections, 10 hosts", new WrkRequests()),
        Http("small-512", "Small body, 512 connections, 10 hosts", new WrkRequests { Connections = 512 }),
        Http("small-1024", "Small body, 1,024 connections, 10 hosts", new WrkRequests { Connections = 1024 }),
        Http(FewHosts, "One of 10 hosts after the other, 64 connections", new WrkRequests { Script = WrkScripts.OneHostAfterTheOther(10) }),
        Http(ManyHosts, "One of 10,000 hosts after the other, 64 connections", new WrkRequests { Script = WrkScripts.OneHostAfterTheOther(10_000) }) with { Hosts = 10_000 },
        Http("body-100k", "Body of 100 KB, 64 connections", new WrkRequests { Path = NginxBackend.Large }),
        Http("post-10k", "POST of 10 KB, 64 connections", new WrkRequests { Path = NginxBackend.Upload, Script = WrkScripts.Post(UploadBytes) }),
        Http("no-keep-alive", "A connection for each request, 64 at a time", new WrkRequests { Headers = ["Connection: close"] }),
    ];

    private static Scenario Http(string name, string title, WrkRequests requests) => new()
    {
        Name = name,
        Title = title,
        WarmUpAsync = (site, duration, cancellation) => Wrk.RunAsync(site, requests, duration, cancellation),
        LoadAsync = (site, duration, _, cancellation) => Wrk.RunAsync(site, requests, duration, cancellation),
    };
}
