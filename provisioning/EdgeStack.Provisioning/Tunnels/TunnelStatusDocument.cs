using System.Text.Json;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>A tunnel's status as other programs read it.</summary>
internal sealed record TunnelStatusDocument
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>In Cloudflare's words.</summary>
    public required string? Status { get; init; }

    /// <summary>Whether its rules are kept there.</summary>
    public required bool ManagedAtCloudflare { get; init; }

    public required IReadOnlyList<TunnelConnectorDocument> Connectors { get; init; }

    /// <summary>The gateway's own answer (docs/contracts/tunnel.md); null when there was none.</summary>
    public required JsonElement? Gateway { get; init; }

    /// <summary>A sentence for each thing that is wrong.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}

/// <param name="Id">Its number.</param>
/// <param name="Version">Of cloudflared.</param>
/// <param name="Arch">Of the machine.</param>
/// <param name="Locations">Of its connections, one each.</param>
internal sealed record TunnelConnectorDocument(Guid Id, string? Version, string? Arch, IReadOnlyList<string> Locations);
