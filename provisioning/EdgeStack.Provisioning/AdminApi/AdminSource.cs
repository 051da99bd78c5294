namespace EdgeStack.Provisioning.AdminApi;

/// <summary>Where a route is written; line and column are 1-based, 0 or absent when the whole object is meant.</summary>
internal sealed record AdminSource
{
    public string? Object { get; init; }

    public string? File { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }
}
