using System.Collections.Immutable;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>A tunnel from both ends.</summary>
/// <param name="Tunnel">As Cloudflare knows it.</param>
/// <param name="Connectors">What is connected there.</param>
/// <param name="Gateway">What the gateway says, or why it says nothing.</param>
/// <param name="Faults">A sentence for each thing that is wrong.</param>
internal sealed record TunnelStatus(CloudflareTunnel Tunnel, ImmutableArray<TunnelConnector> Connectors, AdminAnswer Gateway, ImmutableArray<string> Faults)
{
    /// <exception cref="CloudflareFault">Cloudflare's end cannot be seen.</exception>
    public static async Task<TunnelStatus> ReadAsync(CloudflareApi api, AdminApiClient gateway, TunnelCredentials credentials, CancellationToken stop)
    {
        AdminAnswer said = await gateway.ReadTunnelAsync(stop);
        CloudflareTunnel tunnel = await api.ReadTunnelAsync(credentials.AccountTag, credentials.TunnelID, stop);
        if (tunnel.DeletedAt is { } deleted)
            return new TunnelStatus(tunnel, [], said, [$"the tunnel was deleted at Cloudflare ({deleted:yyyy-MM-dd}); `edgestack tunnel create` makes a new one"]);
        ImmutableArray<TunnelConnector> connectors = await api.ListConnectorsAsync(credentials.AccountTag, credentials.TunnelID, stop);
        TunnelCredentials? counts = TunnelCredentials.FromToken(await api.ReadTunnelTokenAsync(credentials.AccountTag, credentials.TunnelID, stop));
        return new TunnelStatus(tunnel, connectors, said, [.. FaultsOf(tunnel, said, counts is null || counts.IsSame(credentials))]);
    }

    private static IEnumerable<string> FaultsOf(CloudflareTunnel tunnel, AdminAnswer said, bool secretCounts)
    {
        if (!secretCounts)
            yield return "the secret in the credentials file does not count any more: it was changed elsewhere; `edgestack tunnel rotate` makes one that counts";
        if (tunnel.Status is "down" or "inactive")
            yield return "no cloudflared is connected to Cloudflare: visitors get error 1033";
        else if (tunnel.Status == "degraded")
            yield return "Cloudflare calls the tunnel degraded: some connections are missing";
        if (said is AdminAnswer.Tunnel { State: { Carries: false, State: not AdminTunnel.Disabled } state })
            yield return $"the gateway's tunnel is {state.State}: {state.Sentence}";
        if (said is AdminAnswer.Tunnel { State.State: AdminTunnel.Disabled })
            yield return "the gateway runs no tunnel: set its tunnel.mode";
    }
}
