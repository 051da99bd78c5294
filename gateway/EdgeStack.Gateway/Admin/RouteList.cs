namespace EdgeStack.Gateway.Admin;

/// <summary>Answer of <c>/api/v1/routes</c>, in the order in which routes are tried (docs/contracts/admin-api.md).</summary>
internal sealed record RouteList(long Revision, IReadOnlyList<RouteListEntry> Routes);

internal sealed record RouteListEntry
{
    public required string Name { get; init; }

    public required string Match { get; init; }

    public required IReadOnlyList<string> Hosts { get; init; }

    public required int Priority { get; init; }

    /// <summary>Where requests go, for people: one service, or several with their weights.</summary>
    public required string? Upstream { get; init; }

    public required IReadOnlyList<RouteListService> Services { get; init; }

    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary><c>active</c>, <c>quarantined</c> or <c>no-endpoints</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is not active.</summary>
    public required string? Reason { get; init; }

    /// <summary>What a request passes before it is forwarded, in order.</summary>
    public required IReadOnlyList<string> Middlewares { get; init; }

    /// <summary>The cookie that leads a visitor to the endpoint that has answered before; null when nothing does.</summary>
    public required string? Sticky { get; init; }

    /// <summary>How the upstream's certificate is checked; null when the route does not say.</summary>
    public required RouteListTls? UpstreamTls { get; init; }

    /// <summary>Secrets that it needs, <c>namespace/name</c>.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    public required RouteListSource Source { get; init; }
}

/// <param name="Upstream">The name of its upstream.</param>
/// <param name="Weight">Its share.</param>
/// <param name="Reason">Why no request can go there; null when one can, and when the route is quarantined.</param>
internal sealed record RouteListService(string Upstream, int Weight, string? Reason);

/// <param name="Verify">False when any certificate is taken.</param>
/// <param name="ServerName">The name that it is expected to have; null for the request's Host.</param>
/// <param name="CaSecret">The authorities that count, <c>namespace/name</c>; null for those of the machine.</param>
internal sealed record RouteListTls(bool Verify, string? ServerName, string? CaSecret);

internal sealed record RouteListSource(string Object, string File, int Line, int Column);
