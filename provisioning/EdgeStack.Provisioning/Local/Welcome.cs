using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Local;

/// <summary>What a person needs to know once everything runs: where to click, what to copy.</summary>
internal static class Welcome
{
    private static readonly Style Good = new(Color.Green, decoration: Decoration.Bold);
    private static readonly Style Label = new(decoration: Decoration.Dim);

    /// <param name="addresses">Of the listeners.</param>
    /// <param name="hosts">Hosts of the routes as served, may be empty.</param>
    /// <param name="isMeasured">Whether the collector answers.</param>
    /// <param name="routes">The folder as a person would type it.</param>
    /// <param name="screen">Standard error: standard output is the access log's.</param>
    public static void Show(LocalAddresses addresses, IReadOnlyList<string> hosts, bool isMeasured, string routes, Screen screen)
    {
        screen.Progress("");
        screen.Progress(new Paragraph("EdgeStack is up.", Good).Append(" Ctrl-C stops everything."));
        screen.Progress("");
        // The first address is the one that people open: the listener's own has no route and answers 404.
        foreach ((int index, string host) in hosts.Where(OnThisMachine).Take(5).Index())
            Line(screen, index == 0 ? "open" : "", $"http://{host}:{addresses.Public.Port}/");
        if (hosts.Count > 0)
            Line(screen, "try", $"curl -H 'Host: {hosts[0]}' {addresses.Public.AbsoluteUri}");
        Line(screen, "listens on", addresses.Public.AbsoluteUri, "answers for the hosts of the routes only");
        Line(screen, "admin", $"{addresses.Admin.AbsoluteUri}api/v1/routes", ListCommand(addresses.Admin));
        Line(screen, "metrics", $"{addresses.Metrics.AbsoluteUri}metrics");
        if (isMeasured)
            Line(screen, "machine", $"{addresses.Collector.AbsoluteUri}metrics/node", "node_exporter's names and more");
        Line(screen, "routes", routes, "changes are read at once");
        screen.Progress("");
        if (hosts.Count == 0)
            screen.Warning($"nothing is routed yet: put route files into {routes} (`edgestack routes lint` checks them)");
    }

    private static void Line(Screen screen, string label, string value, string? remark = null)
    {
        Paragraph line = new Paragraph($"  {label,-10} ", Label).Append(Printable.Text(value));
        screen.Progress(remark is null ? line : line.Append($"   ({remark})", Label));
    }

    // RFC 6761: names below localhost always mean this machine; others would need an entry in a name server.
    private static bool OnThisMachine(string host) =>
        host == "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static string ListCommand(Uri admin) => admin == AdminApiClient.DefaultAddress
        ? "edgestack routes list"
        : $"edgestack routes list --admin {admin.GetLeftPart(UriPartial.Authority)}";
}
