using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>Programs that the other steps need. An installation that was cut off is finished first: dpkg refuses everything before.</summary>
internal sealed class BasePackages(NameList names) : IStep
{
    private readonly FactQuery.Packages _installed = new(names);

    public string Name => "base.packages";

    public string Title => "programs that the other steps need";

    public ImmutableArray<FactQuery> Queries => [_installed];

    public StepOutcome Judge(NodeFacts facts)
    {
        PackageFacts now = facts.Of(_installed);
        string[] missing = [.. names.Where(name => !now.Versions.ContainsKey(name))];
        List<Difference> differences = [.. missing.Select(name => new Difference.Value($"package {name}", null, ""))];
        List<NodeAction> actions = [];
        if (now.IsInterrupted)
        {
            differences.Insert(0, new Difference.Value("installation of packages", "was interrupted", "finished"));
            actions.Add(new NodeAction.FinishPackages());
        }

        if (missing.Length > 0)
            actions.Add(new NodeAction.InstallPackages(new NameList(missing)));
        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }
}
