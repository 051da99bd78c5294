namespace EdgeStack.Gateway.Admin;

/// <summary>Answer of <c>/api/v1/routes/explain</c> (docs/contracts/admin-api.md).</summary>
internal sealed record RouteExplanation
{
    public required string Host { get; init; }

    /// <summary>The path that rules see; empty when the request is refused before any rule.</summary>
    public required string Path { get; init; }

    /// <summary>Why the request is refused; null when it is not.</summary>
    public required string? Refusal { get; init; }

    /// <summary>The route that takes the request; null when none does.</summary>
    public required RouteListEntry? Winner { get; init; }

    public required string? WhyItWon { get; init; }

    /// <summary>The known host that was most likely meant; null where a route is for this one.</summary>
    public required string? NearestHost { get; init; }

    /// <summary>Routes in the order in which they are tried, then those that the host rules out.</summary>
    public required IReadOnlyList<RouteExplanationEntry> Tried { get; init; }
}

/// <param name="Route">The route's name.</param>
/// <param name="Match">Its rule.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Candidate">False when the host alone rules it out.</param>
/// <param name="Failed">The first condition that does not hold; null when the rule holds.</param>
/// <param name="Saw">What the request has instead.</param>
internal sealed record RouteExplanationEntry(string Route, string Match, int Priority, bool Candidate, string? Failed, string? Saw);
