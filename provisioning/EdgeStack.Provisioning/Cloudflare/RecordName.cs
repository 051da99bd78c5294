namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>A record by its number.</summary>
internal sealed record RecordName(string Id);
