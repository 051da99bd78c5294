using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>The answer of <c>GET /api/v1/routes/explain</c>.</summary>
internal sealed record AdminExplanation
{
    public required string Host { get; init; }

    public required string Path { get; init; }

    public string? Refusal { get; init; }

    public AdminRoute? Winner { get; init; }

    public string? WhyItWon { get; init; }

    public string? NearestHost { get; init; }

    public required IReadOnlyList<AdminTriedRoute> Tried { get; init; }

    /// <summary>True when a route takes the request and can serve it.</summary>
    [JsonIgnore]
    public bool IsServed => Refusal is null && Winner is { State: AdminRoute.Active };
}
