namespace EdgeStack.Gateway.Settings;

/// <summary>How a line of the access log is written. The settings' names are these in lower case.</summary>
internal enum AccessLogFormat
{
    /// <summary>Our own fields (docs/contracts/access-log.md).</summary>
    Json,

    /// <summary>JSON with Traefik's field names.</summary>
    Traefik,

    /// <summary>The Common Log Format with Traefik's additions.</summary>
    Clf,
}
