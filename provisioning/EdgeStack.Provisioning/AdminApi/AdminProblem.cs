namespace EdgeStack.Provisioning.AdminApi;

/// <summary>An error of the admin API (RFC 9457, problem details).</summary>
internal sealed record AdminProblem
{
    public string? Title { get; init; }

    public string? Detail { get; init; }
}
