namespace EdgeStack.Provisioning.AdminApi;

/// <summary>What is wrong with a route or its object, as the gateway's admin API tells it.</summary>
internal sealed record AdminRouteProblem
{
    public required string Severity { get; init; }

    /// <summary>What it is about; null when an older gateway does not say.</summary>
    public string? Kind { get; init; }

    public string? Object { get; init; }

    public string? File { get; init; }

    public int Line { get; init; }

    public required string Message { get; init; }

    /// <summary>True when routes, or parts of them, may be missing in what the gateway tells.</summary>
    public bool LeavesOut => Severity == "error" && Kind is null or "document" or "route";

    public override string ToString() => $"{Object}: {File}{(Line > 0 ? $":{Line}" : "")}: {Message}";
}
