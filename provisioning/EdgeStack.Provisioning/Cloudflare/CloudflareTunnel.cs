using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A tunnel as Cloudflare knows it.</summary>
internal sealed record CloudflareTunnel
{
    public required Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary><c>healthy</c>, <c>degraded</c>, <c>down</c>, or <c>inactive</c> when it never had a connector.</summary>
    public string? Status { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary><c>local</c>, or <c>cloudflare</c> when its rules are kept at Cloudflare.</summary>
    public string? ConfigSrc { get; init; }

    public bool? RemoteConfig { get; init; }

    /// <summary>True when Cloudflare decides what it carries: cloudflared then takes no rules from us.</summary>
    [JsonIgnore]
    public bool IsManagedAtCloudflare => ConfigSrc == "cloudflare" || RemoteConfig == true;
}
