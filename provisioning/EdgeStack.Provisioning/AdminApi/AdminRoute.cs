namespace EdgeStack.Provisioning.AdminApi;

/// <summary>A route as the gateway's admin API tells it.</summary>
internal sealed record AdminRoute
{
    /// <summary>The state of a route that answers.</summary>
    public const string Active = "active";

    public required string Name { get; init; }

    public required string Match { get; init; }

    /// <summary>Empty for any host, and when the answer does not say.</summary>
    public IReadOnlyList<string> Hosts { get; init => field = value ?? []; } = [];

    public string? Upstream { get; init; }

    /// <summary>Addresses that requests go to, as URLs.</summary>
    public IReadOnlyList<string> Endpoints { get; init => field = value ?? []; } = [];

    /// <summary>What a request passes first, in order; empty when the answer does not say.</summary>
    public IReadOnlyList<string> Middlewares { get; init => field = value ?? []; } = [];

    /// <summary>Secrets that it needs, <c>namespace/name</c>; empty when the answer does not say.</summary>
    public IReadOnlyList<string> Secrets { get; init => field = value ?? []; } = [];

    /// <summary><c>active</c>, <c>quarantined</c> or <c>no-endpoints</c>; a newer gateway may know more.</summary>
    public required string State { get; init; }

    public string? Reason { get; init; }

    public AdminSource? Source { get; init; }
}
