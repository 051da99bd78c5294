using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A domain at Cloudflare.</summary>
internal sealed record Zone
{
    public required string Id { get; init; }

    /// <summary>For example <c>example.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>active</c>, or <c>pending</c> while the domain's name servers are not Cloudflare's.</summary>
    public string Status { get; init; } = "active";

    /// <summary>Whether its records count.</summary>
    [JsonIgnore]
    public bool IsActive => Status == "active";

    public required Account Account { get; init; }
}
