namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A cloudflared that is connected.</summary>
internal sealed record TunnelConnector
{
    public required Guid Id { get; init; }

    public string? Version { get; init; }

    public string? Arch { get; init; }

    public DateTimeOffset? RunAt { get; init; }

    public IReadOnlyList<TunnelEdge> Conns { get; init => field = [.. (value ?? []).Where(edge => edge is not null)]; } = [];
}
