using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>Files that are to be on a node, and the unit that reads them, if there is one.</summary>
internal sealed class FileStep(string name, string title, ImmutableArray<ManagedFile> files, UnitState? unit = null) : IStep
{
    public string Name => name;

    public string Title => title;

    public ImmutableArray<FactQuery> Queries => [.. files.Select(file => (FactQuery)file.Query), .. unit is null ? [] : (ImmutableArray<FactQuery>)[unit.Query]];

    public StepOutcome Judge(NodeFacts facts)
    {
        ImmutableArray<Difference.File> different = [.. files.Select(file => file.Compare(facts.Own)).OfType<Difference.File>()];
        var state = unit?.Compare(facts.Own);
        if (different.IsEmpty && state is null)
            return StepOutcome.Unchanged.Instance;
        List<NodeAction> actions = [.. different.Select(file => new NodeAction.WriteFile(file.Wanted))];
        if (state is not null)
            actions.Add(state.Value.Action);
        // The file says already that the unit takes another configuration over.
        ImmutableArray<Difference> differences = [.. different, .. state?.Differences ?? []];
        return new StepOutcome.Change(differences, [.. actions], unit is null ? Risk.Safe : Risk.Restart);
    }
}
