using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>Databases that are to be there. Others are left, and none is ever removed: taken back, they stay.</summary>
internal sealed class Databases(ImmutableArray<string> names) : IStep
{
    public string Name => "db.databases";

    public string Title => "databases of the applications";

    public ImmutableArray<FactQuery> Queries => [ServerState.Query];

    public StepOutcome Judge(NodeFacts facts)
    {
        ServerState? now = ServerState.Parse(facts[ServerState.Query]);
        string[] missing = [.. names.Where(name => now?.Databases.Contains(name) != true)];
        return missing.Length == 0 && now is not null
            ? StepOutcome.Unchanged.Instance
            : new StepOutcome.Change(
                [.. missing.Select(name => new Difference.Value($"database {name}", null, ""))],
                [SqlScript.Run("make databases", missing.Select(name => $"CREATE DATABASE IF NOT EXISTS {SqlText.Name(name)} CHARACTER SET utf8mb4"))]);
    }
}
