using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>MariaDB as Debian has it. Taken back, its data stays.</summary>
internal sealed class ServerPackages : IStep
{
    private static readonly NameList Names = new(["mariadb-server", "mariadb-backup"]);

    private static readonly FactQuery.Packages Installed = new(Names);

    public string Name => "db.install";

    public string Title => "MariaDB and its backup program";

    public ImmutableArray<FactQuery> Queries => [Installed];

    public StepOutcome Judge(NodeFacts facts)
    {
        PackageFacts now = facts.Of(Installed);
        string[] missing = [.. Names.Where(name => !now.Versions.ContainsKey(name))];
        if (missing.Length == 0)
            return StepOutcome.Unchanged.Instance;
        NodeAction install = new NodeAction.InstallPackages(new NameList(missing), HoldsData: true);
        return new StepOutcome.Change([.. missing.Select(name => new Difference.Value($"package {name}", null, ""))], now.IsInterrupted ? [new NodeAction.FinishPackages(), install] : [install]);
    }
}
