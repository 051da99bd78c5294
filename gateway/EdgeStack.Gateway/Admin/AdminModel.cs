namespace EdgeStack.Gateway.Admin;

// The admin API's answers (docs/contracts/admin-api.md): one closed family, read by the command line and the console.

/// <summary>Answer of <c>/api/v1/overview</c>.</summary>
internal sealed record Overview(
    string Version, DateTimeOffset Started, bool Ready, string? NotReadyBecause, OverviewListeners Listeners, IReadOnlyList<OverviewSource> Sources,
    OverviewTable Table, OverviewProblems Problems);

internal sealed record OverviewListeners(string? Public, string? Admin, string? Metrics);

internal sealed record OverviewSource(string Name, bool Synced, string? Fault);

internal sealed record OverviewTable(long Revision, DateTimeOffset Applied, int Hosts, int Routes, int Quarantined, int Upstreams);

internal sealed record OverviewProblems(int Errors, int Warnings);

/// <summary>Answer of <c>/api/v1/routes</c>, in the order in which routes are tried.</summary>
internal sealed record RouteList(long Revision, IReadOnlyList<RouteEntry> Routes);

internal sealed record RouteEntry(
    string Name, string Match, IReadOnlyList<string> Hosts, int Priority, string? Upstream, IReadOnlyList<string> Endpoints, string State, string? Reason,
    EntrySource Source);

internal sealed record EntrySource(string Object, string File, int Line, int Column);

/// <summary>Answer of <c>/api/v1/problems</c>.</summary>
internal sealed record ProblemList(IReadOnlyList<ProblemEntry> Problems);

internal sealed record ProblemEntry(string Severity, string Object, string File, int Line, int Column, string Message, string? Fix);

/// <summary>RFC 9457.</summary>
internal sealed record ProblemDetails(string Type, string Title, int Status, string? Detail);
