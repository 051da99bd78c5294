namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>Who owns zones and tunnels.</summary>
internal sealed record Account
{
    public required string Id { get; init; }

    public string Name { get; init; } = "";
}
