namespace EdgeStack.Gateway.Tunnel;

/// <summary>Why cloudflared was started again. Names are values of a label.</summary>
internal enum RestartReason
{
    /// <summary>It ended by itself.</summary>
    Exit,

    /// <summary>It ended to update itself.</summary>
    Updater,

    /// <summary>It found no way back although the internet is there.</summary>
    Stuck,

    /// <summary>It did not answer any more.</summary>
    Hung,

    /// <summary>UDP does not get through: HTTP/2 is tried.</summary>
    UdpBlocked,

    /// <summary>UDP may get through again: QUIC is tried.</summary>
    QuicRetry,

    /// <summary>Cloudflare may give out free tunnels again.</summary>
    RateLimited,

    /// <summary>What was wrong with a file has changed.</summary>
    InputsChanged,
}
