using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What an inventory says, read and found to be sound.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Nodes">In the order in which they are written; names and addresses are unique.</param>
internal sealed record Cluster(string Name, ImmutableArray<Node> Nodes)
{
    /// <summary>Null when there is none.</summary>
    public Database? Database { get; init; }
}
