namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A record of a zone.</summary>
internal sealed record DnsRecord
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    /// <summary>The whole name, in Punycode.</summary>
    public required string Name { get; init; }

    public string Content { get; init; } = "";

    public bool? Proxied { get; init; }

    public string? Comment { get; init; }

    /// <summary>Of these no other may stand beside a CNAME.</summary>
    public bool IsInTheWayOfCname => Type is "A" or "AAAA" or "CNAME" or "NS";
}
