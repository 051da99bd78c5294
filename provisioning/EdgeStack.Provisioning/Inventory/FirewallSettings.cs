using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>The firewall of a node.</summary>
/// <param name="AdminRanges">Who may use ssh, as CIDR; empty for everybody.</param>
internal sealed record FirewallSettings(ImmutableArray<string> AdminRanges);
