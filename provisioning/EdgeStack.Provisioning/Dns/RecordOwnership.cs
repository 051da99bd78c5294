using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>
/// Which records are ours: those that lead to our tunnel and say so in their comment, both. No TXT records beside them: those publish the
/// tunnel's number to everybody and go out of step.
/// </summary>
/// <param name="Tunnel">The tunnel that records lead to.</param>
internal sealed record RecordOwnership(Guid Tunnel)
{
    /// <summary>Where a record of ours leads.</summary>
    public string Content => $"{Tunnel}.cfargotunnel.com";

    /// <summary>At most 100 characters, which the free plan allows.</summary>
    public string Comment => $"edgestack:{Tunnel}";

    public bool LeadsToUs(DnsRecord record) => record.Type == "CNAME" && string.Equals(record.Content.TrimEnd('.'), Content, StringComparison.OrdinalIgnoreCase);

    public bool IsOurs(DnsRecord record) => LeadsToUs(record) && record.Comment == Comment;

    public RecordContent Record(string name, string? id = null) => new(id, name, Content, Comment);
}
