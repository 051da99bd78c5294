using System.Collections.Frozen;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What a step sees: its own node, and of the others what they have said.</summary>
/// <param name="Node">Whose step it is.</param>
/// <param name="Own">What it answered.</param>
/// <param name="All">What every node answered that could be reached, by name.</param>
internal sealed record NodeFacts(Node Node, Facts Own, FrozenDictionary<string, Facts> All)
{
    public FactAnswer this[FactQuery query] => Own[query];

    public FileFact? Of(FactQuery.File query) => Own.Of(query);

    public UnitFact Of(FactQuery.Unit query) => Own.Of(query);

    public PackageFacts Of(FactQuery.Packages query) => Own.Of(query);
}
