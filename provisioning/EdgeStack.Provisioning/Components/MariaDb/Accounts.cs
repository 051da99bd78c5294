using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>Accounts with their passwords and privileges. Accounts that are not named are left.</summary>
/// <param name="name">The step's.</param>
/// <param name="title">The step's.</param>
/// <param name="queries">What <paramref name="wanted"/> has to know.</param>
/// <param name="wanted">The accounts; blocked when an address is not known.</param>
internal sealed class Accounts(string name, string title, ImmutableArray<FactQuery> queries, Func<NodeFacts, (ImmutableArray<Account> Accounts, StepOutcome.Blocked? Obstacle)> wanted) : IStep
{
    public string Name => name;

    public string Title => title;

    public ImmutableArray<FactQuery> Queries => [ServerState.Query, .. queries];

    public StepOutcome Judge(NodeFacts facts)
    {
        (ImmutableArray<Account> accounts, StepOutcome.Blocked? obstacle) = wanted(facts);
        if (obstacle is not null)
            return obstacle;
        ServerState? now = ServerState.Parse(facts[ServerState.Query]);
        List<Difference> differences = [];
        List<NodeAction> actions = [];
        foreach (Account account in accounts)
        {
            if (now is null)
                MakeUnasked(account, differences, actions);
            else if (now.Account(account.Name, account.Host) is { } there)
                Change(account, there, differences, actions);
            else
                Make(account, differences, actions);
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }

    private static void Make(Account account, List<Difference> differences, List<NodeAction> actions)
    {
        differences.AddRange(OfNew(account));
        actions.Add(SqlScript.Run($"make the account {account.Shown}", [$"CREATE USER {account.Attributes}", .. GrantsOf(account)]) with { UndoScript = SqlScript.Undo([$"DROP USER IF EXISTS {account.Sql}"]) });
    }

    // There is no server yet, or it is down: an account may be in its data all the same, and is made what it should be. Nobody is connected who would lose anything.
    private static void MakeUnasked(Account account, List<Difference> differences, List<NodeAction> actions)
    {
        differences.AddRange(OfNew(account));
        actions.Add(SqlScript.Run($"make the account {account.Shown}",
            [$"CREATE USER IF NOT EXISTS {account.Attributes}", $"ALTER USER {account.Attributes}", $"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {account.Sql}", .. GrantsOf(account)]));
    }

    private static void Change(Account account, AccountFact now, List<Difference> differences, List<NodeAction> actions)
    {
        List<Difference> login = [];
        if (now.Plugin != account.Authentication.Plugin)
            login.Add(new Difference.Value($"login of {account.Shown}", now.Plugin.Length == 0 ? "several ways" : now.Plugin, account.Authentication.Plugin));
        else if (now.Digest != account.Authentication.Digest)
            login.Add(new Difference.Value($"password of {account.Shown}", "another", Secret.Mask));
        if (now.RequiresTls != account.RequiresTls)
            login.Add(new Difference.Value($"encryption of {account.Shown}", Required(now.RequiresTls), Required(account.RequiresTls)));
        if (now.Connections != account.Connections)
            login.Add(new Difference.Value($"connections of {account.Shown}", $"{now.Connections}", $"{account.Connections}"));
        if (login.Count > 0)
            actions.Add(SqlScript.Run($"change how {account.Shown} logs in", [$"ALTER USER {account.Attributes}"]));
        differences.AddRange(login);
        ImmutableArray<GrantChange> changes = GrantChange.Between(account.Grants, now.Grants);
        foreach (GrantChange change in changes)
        {
            differences.AddRange(change.Given.Select(privilege => new Difference.Value($"{account.Shown} may {privilege} on {change.On}", null, "")));
            differences.AddRange(change.Taken.Select(privilege => new Difference.Value($"{account.Shown} may {privilege} on {change.On}", "", null)));
        }

        if (!changes.IsEmpty)
        {
            NodeAction.Run run = SqlScript.Run($"change what {account.Shown} may do", changes.SelectMany(change => change.Statements(account.Sql)));
            actions.Add(run with { UndoScript = SqlScript.Undo(changes.SelectMany(change => change.Reverse(account.Sql, now.Grants))) });
        }
    }

    private static IEnumerable<Difference> OfNew(Account account) =>
    [
        new Difference.Value($"account {account.Shown}", null, account.RequiresTls ? "encrypted connections only" : ""),
        .. account.Grants.SelectMany(grant => grant.Privileges.Select(privilege => new Difference.Value($"{account.Shown} may {privilege} on {grant.On}", null, ""))),
    ];

    private static IEnumerable<string> GrantsOf(Account account) => account.Grants.Select(grant => $"GRANT {string.Join(", ", grant.Privileges)} ON {grant.On} TO {account.Sql}");

    private static string Required(bool isRequired) => isRequired ? "required" : "not required";
}
