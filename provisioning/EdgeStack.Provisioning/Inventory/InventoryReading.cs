using System.Collections.Immutable;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>An inventory, read.</summary>
/// <param name="Cluster">Null when it has errors.</param>
/// <param name="Problems">Everything that is wrong with it, in the order of its lines.</param>
internal sealed record InventoryReading(Cluster? Cluster, ImmutableArray<Problem> Problems);
