namespace EdgeStack.Gateway.Tunnel;

/// <summary>What a line of cloudflared's means to us.</summary>
internal abstract record TunnelFact
{
    private TunnelFact()
    {
    }

    /// <summary>Its metrics can be asked there.</summary>
    internal sealed record MetricsAt(Uri Address) : TunnelFact;

    /// <summary>One of its connections to the edge stands.</summary>
    internal sealed record SlotUp(TunnelSlot Slot) : TunnelFact;

    /// <summary>One of them is lost.</summary>
    internal sealed record SlotDown(int Index) : TunnelFact;

    /// <summary>It gave up QUIC for HTTP/2.</summary>
    internal sealed record FellBack : TunnelFact;

    /// <summary>Cloudflare refuses the token, or the tunnel is gone.</summary>
    internal sealed record Unauthorized(string Why) : TunnelFact;

    /// <summary>Cloudflare gives out no more free tunnels to this address for a while.</summary>
    internal sealed record RateLimited : TunnelFact;

    /// <summary>Free tunnels are not given out at all at the moment.</summary>
    internal sealed record QuickServiceDown(string Why) : TunnelFact;

    internal sealed record Prechecked(TunnelPrecheck Check) : TunnelFact;

    /// <summary>A remote configuration arrived, which replaces ours.</summary>
    internal sealed record Configured(int Version) : TunnelFact;

    /// <summary>Names cannot be resolved.</summary>
    internal sealed record NoNames : TunnelFact;

    /// <summary>Our own socket does not answer it.</summary>
    internal sealed record NoGateway(string Why) : TunnelFact;
}

/// <summary>A connection to the edge.</summary>
/// <param name="Index">0 to 3.</param>
/// <param name="Location">The edge's place, <c>fra08</c>.</param>
/// <param name="Protocol"><c>quic</c> or <c>http2</c>.</param>
/// <param name="Address">The edge's address.</param>
internal sealed record TunnelSlot(int Index, string? Location, string? Protocol, string? Address);

/// <summary>A test of the network that cloudflared makes before it connects.</summary>
/// <param name="Component"><c>UDP Connectivity</c>, …</param>
/// <param name="Target">What was tested.</param>
/// <param name="Status"><c>pass</c>, <c>fail</c> or <c>skip</c>.</param>
internal sealed record TunnelPrecheck(string Component, string Target, string Status)
{
    public bool IsBlockedUdp => Component.StartsWith("UDP", StringComparison.Ordinal) && Status == "fail";
}
