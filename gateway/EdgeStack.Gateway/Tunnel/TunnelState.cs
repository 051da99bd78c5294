namespace EdgeStack.Gateway.Tunnel;

/// <summary>How the tunnel is. Names are a contract (docs/contracts/tunnel.md).</summary>
internal enum TunnelState
{
    /// <summary>No tunnel is wanted.</summary>
    Disabled,

    /// <summary>cloudflared has been started and has not said yet how it is.</summary>
    Starting,

    /// <summary>It runs, and no connection to Cloudflare stands yet.</summary>
    Connecting,

    /// <summary>Visitors get through.</summary>
    Ready,

    /// <summary>Visitors get through, over fewer connections than there should be.</summary>
    Degraded,

    /// <summary>There is no internet.</summary>
    Offline,

    /// <summary>Cloudflare refuses the token, or the tunnel is gone.</summary>
    Unauthorized,

    /// <summary>Cloudflare gives no free tunnel to this address at the moment.</summary>
    RateLimited,

    /// <summary>Something has to be set right first.</summary>
    Misconfigured,

    /// <summary>It runs and does not answer.</summary>
    Hung,

    /// <summary>It ended, and is started again after a pause.</summary>
    Backoff,

    /// <summary>It finishes what is under way.</summary>
    Stopping,
}
