using System.Collections.Immutable;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>What came of asking for a tunnel.</summary>
internal abstract record TunnelOutcome
{
    private TunnelOutcome()
    {
    }

    /// <summary>A new one, with credentials written.</summary>
    internal sealed record Made(CloudflareTunnel Tunnel) : TunnelOutcome;

    /// <summary>It was there; its credentials were fetched and written.</summary>
    /// <param name="Tunnel">Which.</param>
    /// <param name="Elsewhere">Hosts that Cloudflare's rules lead past the gateway.</param>
    internal sealed record Found(CloudflareTunnel Tunnel, ImmutableArray<(string Host, string Service)> Elsewhere) : TunnelOutcome;

    /// <summary>Tunnel and credentials were there, and they count.</summary>
    /// <param name="Tunnel">Which.</param>
    /// <param name="Elsewhere">Hosts that Cloudflare's rules lead past the gateway.</param>
    internal sealed record Kept(CloudflareTunnel Tunnel, ImmutableArray<(string Host, string Service)> Elsewhere) : TunnelOutcome;

    /// <summary>It is there, and Cloudflare decides where it leads. Nothing was changed.</summary>
    internal sealed record ManagedAtCloudflare(CloudflareTunnel Tunnel, ImmutableArray<(string Host, string Service)> Elsewhere) : TunnelOutcome;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Why">What is in the way.</param>
    /// <param name="Advice">What to do.</param>
    internal sealed record Refused(string Why, string Advice) : TunnelOutcome;
}
