namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>The gateway with JSON access log and metrics.</summary>
internal static class EdgeStackGateway
{
    private const int RoutesPerFile = 100;

    public static IReadOnlyList<string> Prepare(Site site)
    {
        string routes = Directory.CreateDirectory(site.File("routes")).FullName;
        foreach ((int number, string[] hosts) in site.HostNames.Chunk(RoutesPerFile).Index())
            File.WriteAllText(Path.Combine(routes, $"{number}.yaml"), Document(hosts, site.Backend));
        return Arguments(site, routes);
    }

    /// <summary>A route document with one route for each host.</summary>
    public static string Document(IEnumerable<string> hosts, string backend) =>
        $"routes:\n{string.Concat(hosts.Select(host => $"  - {{ host: {host}, service: \"http://{backend}\" }}\n"))}";

    private static IReadOnlyList<string> Arguments(Site site, string routes) =>
    [
        "--routes", routes,
        "--listeners.public", $"http://127.0.0.1:{site.Port}",
        "--listeners.admin", "http://127.0.0.1:0",
        "--listeners.metrics", "http://127.0.0.1:0",
        "--accessLog.file", site.AccessLog,
        // No proxy here compresses old logs while it is measured.
        "--accessLog.maxSize", "1GiB",
        // All visitors of the bench come from one address.
        "--connections.max", "0", "--connections.perSource", "0",
    ];
}
