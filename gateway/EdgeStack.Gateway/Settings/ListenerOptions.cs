namespace EdgeStack.Gateway.Settings;

/// <summary>Addresses to listen on, <c>http://address:port</c>; port 0 takes any free one.</summary>
internal sealed class ListenerOptions
{
    public string Public { get; set; } = "http://0.0.0.0:8080";

    /// <summary>HTTP/2 without TLS, for gRPC; null for none.</summary>
    public string? H2c { get; set; }

    public string Admin { get; set; } = "http://127.0.0.1:9902";

    /// <summary>True when only this machine can reach the admin API.</summary>
    public bool AdminIsLoopback => new Uri(Admin).IsLoopback;

    /// <summary>Path of the Unix socket for cloudflared; null means none.</summary>
    public string? Tunnel { get; set; }

    public string Metrics { get; set; } = "http://0.0.0.0:9901";
}
