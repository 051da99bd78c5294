namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>One connection of a connector.</summary>
internal sealed record TunnelEdge
{
    /// <summary>Which of Cloudflare's places, for example <c>fra03</c>.</summary>
    public string ColoName { get; init; } = "";

    public bool IsPendingReconnect { get; init; }
}
