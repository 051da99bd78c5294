namespace EdgeStack.Gateway.Settings;

/// <summary>What cloudflared speaks to Cloudflare's edge.</summary>
internal enum TunnelProtocol
{
    /// <summary>QUIC first, HTTP/2 when it cannot be had. A protocol that is named is never left again by cloudflared itself.</summary>
    Auto,
    Quic,
    Http2,
}
