using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>The answer of <c>GET /api/v1/requests</c>.</summary>
internal sealed record AdminRequests
{
    /// <summary>When this run of the gateway began: another one counts from 1 again.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The number to go on behind.</summary>
    public required long Next { get; init; }

    /// <summary>Requests that were forgotten before they were asked for.</summary>
    public required long Missed { get; init; }

    /// <summary>With the fields of the access log, oldest first.</summary>
    public required IReadOnlyList<JsonElement> Requests { get; init; }
}
