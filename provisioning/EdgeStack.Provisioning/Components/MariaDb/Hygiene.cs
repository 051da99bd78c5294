using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>What an installation may leave open: logins without a name, root from elsewhere, a database that anybody may write to. That database goes only where nothing is in it.</summary>
internal sealed class Hygiene : IStep
{
    private static readonly ImmutableArray<string> Here = ["localhost", "127.0.0.1", "::1"];

    public string Name => "db.secure";

    public string Title => "nobody without a name, no root from elsewhere";

    public ImmutableArray<FactQuery> Queries => [ServerState.Query];

    public StepOutcome Judge(NodeFacts facts)
    {
        // Not there yet, or down until db.config starts it.
        if (ServerState.Parse(facts[ServerState.Query]) is not { } now)
            return new StepOutcome.Change([new Difference.Value("what an installation leaves open", null, "closed")], [SqlScript.Run("close what an installation leaves open", Unasked)]);
        List<Difference> differences = [];
        List<string> statements = [];
        foreach (AccountFact open in now.Accounts.Where(account => account.Name.Length == 0 || (account.Name == "root" && !Here.Contains(account.Host))))
        {
            differences.Add(new Difference.Value($"account {(open.Name.Length == 0 ? "without a name" : open.Name)} from {open.Host}", "", null));
            statements.Add($"DROP USER {SqlText.Account(open.Name, open.Host)}");
        }

        foreach ((string user, string host, string pattern) in now.OpenPatterns.Where(open => open.User == "PUBLIC"))
        {
            differences.Add(new Difference.Value($"privileges of everybody in {pattern}", "", null));
            statements.Add($"REVOKE ALL PRIVILEGES ON {SqlText.Name(pattern)}.* FROM PUBLIC");
        }

        if (now.Databases.Contains("test") && now.TestObjects == 0)
        {
            differences.Add(new Difference.Value("database test, with nothing in it", "", null));
            statements.Add("DROP DATABASE test");
        }

        return statements.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [SqlScript.Run("close what an installation leaves open", statements)]);
    }

    // For a server that could not be asked. Debian's packages leave nothing open; if more is, the look afterwards finds it.
    private static ImmutableArray<string> Unasked { get; } = ["DROP USER IF EXISTS ''@'localhost'", "DROP USER IF EXISTS 'root'@'%'"];
}
