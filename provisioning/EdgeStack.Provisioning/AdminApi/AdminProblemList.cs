namespace EdgeStack.Provisioning.AdminApi;

/// <summary>The answer of <c>GET /api/v1/problems</c>.</summary>
internal sealed record AdminProblemList
{
    public required IReadOnlyList<AdminRouteProblem> Problems { get; init; }
}
