namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>What Cloudflare says about a token.</summary>
internal sealed record TokenStatus
{
    public const string Active = "active";

    public required string Status { get; init; }

    /// <summary>Null when it lasts until it is taken away.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }
}
