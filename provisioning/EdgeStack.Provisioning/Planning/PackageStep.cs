using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>Packages of Debian's archive. An installation that was cut off is finished first: dpkg refuses everything before.</summary>
/// <param name="name">The step's name.</param>
/// <param name="title">What they are good for.</param>
/// <param name="packages">Their names.</param>
internal sealed class PackageStep(string name, string title, NameList packages) : IStep
{
    private readonly FactQuery.Packages _installed = new(packages);

    public string Name => name;

    public string Title => title;

    /// <summary>Folders with data of users that the first of the packages keeps; it stays when they go.</summary>
    public ImmutableArray<string> Data { get; init; } = [];

    public ImmutableArray<FactQuery> Queries => [_installed];

    public StepOutcome Judge(NodeFacts facts)
    {
        PackageFacts now = facts.Of(_installed);
        string[] missing = [.. packages.Where(package => !now.Versions.ContainsKey(package))];
        List<Difference> differences = [.. missing.Select(package => new Difference.Value($"package {package}", null, ""))];
        List<NodeAction> actions = [];
        if (now.IsInterrupted)
        {
            differences.Insert(0, new Difference.Value("installation of packages", "was interrupted", "finished"));
            actions.Add(new NodeAction.FinishPackages());
        }

        if (missing.Length > 0)
            actions.Add(new NodeAction.InstallPackages(new NameList(missing), HoldsData: !Data.IsEmpty && missing.Contains(packages[0])));
        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }
}
