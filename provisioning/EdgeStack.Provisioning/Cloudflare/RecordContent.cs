namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A record that leads to a tunnel, to be written.</summary>
/// <param name="Id">Of the record that it replaces, in a batch; else null.</param>
/// <param name="Name">The whole name.</param>
/// <param name="Content">Where it leads.</param>
/// <param name="Comment">At most 100 characters on the free plan.</param>
internal sealed record RecordContent(string? Id, string Name, string Content, string Comment)
{
    public string Type { get; } = "CNAME";

    /// <summary>Only Cloudflare's edge reaches a tunnel.</summary>
    public bool Proxied { get; } = true;

    /// <summary>1 leaves it to Cloudflare.</summary>
    public int Ttl { get; } = 1;
}
