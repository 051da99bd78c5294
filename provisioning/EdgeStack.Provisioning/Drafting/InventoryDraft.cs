using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>An inventory before it is written.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Nodes">Its machines.</param>
internal sealed record InventoryDraft(string Name, ImmutableArray<DraftNode> Nodes)
{
    /// <summary>Those that the node with the role database is to have.</summary>
    public ImmutableArray<string> Databases { get; init; } = [];
}
