namespace EdgeStack.Routes.Upstreams;

/// <summary>How requests reach an upstream. The defaults are what a route gets that says nothing.</summary>
public sealed record UpstreamPolicy
{
    public static readonly UpstreamPolicy Default = new();

    public UpstreamScheme Scheme { get; init; }

    /// <summary>How certificates are checked; null when the route does not say. Requests of a route that says so never travel without TLS.</summary>
    public UpstreamTls? Tls { get; init; }

    /// <summary>How its endpoints are asked whether they are well; null when they are not.</summary>
    public HealthCheck? Health { get; init; }

    /// <summary>True when the upstream sees the visitor's Host, false when it sees its own address.</summary>
    public bool PassHost { get; init; } = true;

    /// <summary>For a connection, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the last byte of the request to the first of the response; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without a byte either way; <see cref="Timeout.InfiniteTimeSpan"/> for none. Never shorter than <see cref="RequestTimeout"/>.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many connections are tried without waiting in between.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>How long a request waits for an endpoint that is ready and can be reached; zero for not at all.</summary>
    public TimeSpan HoldFor { get; init; } = TimeSpan.FromSeconds(5);
}
