namespace EdgeStack.Gateway.Admin;

/// <summary>Answer of <c>/api/v1/overview</c> (docs/contracts/admin-api.md).</summary>
internal sealed record Overview
{
    public required string Version { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required bool Ready { get; init; }

    /// <summary>A sentence; null when ready.</summary>
    public required string? NotReadyBecause { get; init; }

    public required OverviewListeners Listeners { get; init; }

    public required IReadOnlyList<OverviewSource> Sources { get; init; }

    public required OverviewTable Table { get; init; }

    public required OverviewProblems Problems { get; init; }
}

internal sealed record OverviewListeners(string? Public, string? Admin, string? Metrics);

internal sealed record OverviewSource(string Name, bool Synced, string? Fault);

/// <param name="Revision">0 before the first table.</param>
/// <param name="Applied">When; null before the first table.</param>
/// <param name="Hosts">How many it has.</param>
/// <param name="Routes">How many it has.</param>
/// <param name="Quarantined">How many of the routes.</param>
/// <param name="Upstreams">How many routes lead to.</param>
internal sealed record OverviewTable(long Revision, DateTimeOffset? Applied, int Hosts, int Routes, int Quarantined, int Upstreams);

internal sealed record OverviewProblems(int Errors, int Warnings);
