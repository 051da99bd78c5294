namespace EdgeStack.Provisioning.AdminApi;

/// <summary>A route as one request met it.</summary>
internal sealed record AdminTriedRoute
{
    public required string Route { get; init; }

    public required string Match { get; init; }

    public int Priority { get; init; }

    /// <summary>False when the host alone rules it out.</summary>
    public bool Candidate { get; init; }

    /// <summary>The first condition that does not hold; null when the rule holds.</summary>
    public string? Failed { get; init; }

    public string? Saw { get; init; }
}
