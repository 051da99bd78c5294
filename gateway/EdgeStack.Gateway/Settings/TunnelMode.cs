namespace EdgeStack.Gateway.Settings;

/// <summary>How the gateway is reached through Cloudflare, and who says what the tunnel carries.</summary>
internal enum TunnelMode
{
    /// <summary>No tunnel of ours.</summary>
    Off,

    /// <summary>A free tunnel with a random name that changes at every start.</summary>
    Quick,

    /// <summary>A tunnel made elsewhere, by its token; when it is managed remotely, Cloudflare's rules win over ours.</summary>
    Token,

    /// <summary>A tunnel that <c>edgestack tunnel create</c> made, by its credentials file.</summary>
    Managed,

    /// <summary>A tunnel that <c>cloudflared tunnel create</c> made, by its credentials file.</summary>
    Credentials,

    /// <summary>A cloudflared that somebody else runs: it is only watched.</summary>
    External,
}
