namespace EdgeStack.Routes.Upstreams;

/// <summary>The protocol that an upstream is spoken to with.</summary>
public enum UpstreamScheme
{
    /// <summary>As the Service or URL says: https for port 443 and for ports whose name begins with https, else http.</summary>
    ByPort,

    Http,

    Https,

    /// <summary>HTTP/2 without TLS, as gRPC services inside a cluster speak it.</summary>
    H2c,
}
