namespace EdgeStack.Provisioning.Dns;

/// <summary>A plan as other programs read it.</summary>
/// <param name="Tunnel">Number of the tunnel that the names lead to.</param>
/// <param name="Content">What records of ours hold.</param>
/// <param name="Records">One for each name.</param>
internal sealed record DnsDocument(Guid Tunnel, string Content, IReadOnlyList<DnsRow> Records);
