using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What an inventory says, read and found to be sound.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Nodes">In the order in which they are written; names and addresses are unique.</param>
internal sealed record Cluster(string Name, ImmutableArray<Node> Nodes)
{
    /// <summary>Null when nothing is shared.</summary>
    public Storage? Storage { get; init; }

    /// <summary>Null when there is none.</summary>
    public Database? Database { get; init; }

    /// <summary>How every node knows the database, wherever it runs; the domain is nobody's in the Internet.</summary>
    public string DatabaseName => $"database.{Name}.internal";
}
