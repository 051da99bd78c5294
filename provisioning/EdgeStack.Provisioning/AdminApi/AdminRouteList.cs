namespace EdgeStack.Provisioning.AdminApi;

/// <summary>The answer of <c>GET /api/v1/routes</c>.</summary>
internal sealed record AdminRouteList
{
    public long Revision { get; init; }

    public required IReadOnlyList<AdminRoute> Routes { get; init; }
}
