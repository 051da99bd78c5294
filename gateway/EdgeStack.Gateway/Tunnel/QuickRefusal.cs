namespace EdgeStack.Gateway.Tunnel;

/// <summary>Why there is no free tunnel at the moment.</summary>
internal enum QuickRefusal
{
    None,

    /// <summary>Too many were asked for from this address.</summary>
    RateLimited,

    /// <summary>Cloudflare gives none to anybody.</summary>
    ServiceDown,
}
