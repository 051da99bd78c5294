namespace EdgeStack.Gateway.Admin;

/// <summary>Answer of <c>/api/v1/upstreams</c> (docs/contracts/admin-api.md).</summary>
internal sealed record UpstreamList(IReadOnlyList<UpstreamListEntry> Upstreams);

internal sealed record UpstreamListEntry
{
    public required string Name { get; init; }

    /// <summary><c>active</c>, <c>failing</c>, <c>unhealthy</c> or <c>no-endpoints</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is not active.</summary>
    public required string? Reason { get; init; }

    public required IReadOnlyList<UpstreamListEndpoint> Endpoints { get; init; }

    public required UpstreamListSettings Settings { get; init; }

    /// <summary>Names of the routes that lead here.</summary>
    public required IReadOnlyList<string> Routes { get; init; }
}

/// <param name="Origin">Scheme, address and port.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Failing">True while connections to it have just failed.</param>
/// <param name="Unhealthy">Why it gets no requests; null when it is healthy or nobody asks.</param>
internal sealed record UpstreamListEndpoint(string Origin, int InFlight, bool Failing, string? Unhealthy);

/// <summary>How requests reach it. Times in seconds, null for no limit.</summary>
internal sealed record UpstreamListSettings(bool PassHost, double ConnectTimeout, double? RequestTimeout, double? IdleTimeout, int Attempts, double HoldFor);
