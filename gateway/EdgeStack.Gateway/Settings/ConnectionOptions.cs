namespace EdgeStack.Gateway.Settings;

/// <summary>What one visitor's connection may take from the others; 0 is no limit.</summary>
internal sealed class ConnectionOptions
{
    public int Max { get; set; } = 1024;

    /// <summary>From one IPv4 address or one IPv6 /64.</summary>
    public int PerSource { get; set; } = 64;

    /// <summary>From the connection to its first byte.</summary>
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From a request's first byte to the end of its headers.</summary>
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Between two requests. Longer than cloudflared keeps idle connections to its origin (90 s), so that it never sends into a closing one.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>Without a byte while a message is on its way.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
