using System.Text.Json;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>Shows a tunnel's status.</summary>
internal static class TunnelReport
{
    private static readonly Style Label = new(decoration: Decoration.Dim);

    public static void Show(TunnelStatus status, OutputFormat output, Screen screen)
    {
        if (output == OutputFormat.Text)
            ShowText(status, screen);
        else
            screen.Json(JsonSerializer.SerializeToElement(Document(status), TunnelStatusJson.Default.TunnelStatusDocument), indented: output == OutputFormat.Json);
        foreach (string fault in status.Faults)
            screen.Warning(fault);
    }

    private static void ShowText(TunnelStatus status, Screen screen)
    {
        CloudflareTunnel tunnel = status.Tunnel;
        Line(screen, "tunnel", $"{tunnel.Name} ({tunnel.Id}), its rules are {(tunnel.IsManagedAtCloudflare ? "kept at Cloudflare" : "ours")}");
        Line(screen, "Cloudflare", $"{tunnel.Status ?? "says nothing"}, {Count(status.Connectors.Length, "connector")}");
        foreach (TunnelConnector connector in status.Connectors)
            Line(screen, "", $"cloudflared {connector.Version ?? "?"} ({connector.Arch ?? "?"}): {Count(connector.Conns.Count, "connection")} to {string.Join(", ", connector.Conns.Select(connection => connection.ColoName))}");
        Line(screen, "gateway", status.Gateway switch
        {
            AdminAnswer.Tunnel { State: var state } => $"{state.State}, {state.ReadyConnections} of {Count(state.ExpectedConnections, "connection")}, mode {state.Mode}. {state.Sentence}",
            AdminAnswer.Unreachable => "not asked: none answers here (--admin URL says where it is)",
            AdminAnswer.TokenWanted => "not asked: its admin API wants a token (--token-file)",
            _ => "gives no answer that can be read",
        });
    }

    private static TunnelStatusDocument Document(TunnelStatus status) => new()
    {
        Id = status.Tunnel.Id,
        Name = status.Tunnel.Name,
        Status = status.Tunnel.Status,
        ManagedAtCloudflare = status.Tunnel.IsManagedAtCloudflare,
        Connectors = [.. status.Connectors.Select(connector => new TunnelConnectorDocument(connector.Id, connector.Version, connector.Arch, [.. connector.Conns.Select(connection => connection.ColoName)]))],
        Gateway = (status.Gateway as AdminAnswer.Tunnel)?.Document,
        Faults = status.Faults,
    };

    private static void Line(Screen screen, string label, string value) => screen.Data(new Paragraph($"{label,-10} ", Label).Append(Printable.Text(value)));

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
