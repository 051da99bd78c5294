using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>MariaDB on the node that the inventory names.</summary>
internal static class MariaDbSteps
{
    // docs/contracts/mariadb-grants.md.
    private static readonly Account Collector = new("edgestack", "localhost", Authentication.Socket, RequiresTls: false, 3,
        [new Grant(Grant.Everywhere, ["PROCESS", "BINLOG MONITOR", "SLAVE MONITOR"]), new Grant($"{SqlText.Name("performance_schema")}.*", ["SELECT"])]);

    /// <param name="node">A node of the cluster.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="material">Null when nothing is to be planned.</param>
    public static IEnumerable<IStep> Of(Node node, Cluster cluster, DatabaseMaterial? material)
    {
        if (cluster.Database is not { } database || database.Node != node.Name || material is null)
            yield break;
        yield return new PackageStep("db.install", "MariaDB and its backup program", new NameList(["mariadb-server", "mariadb-backup"])) { Data = ["/var/lib/mysql"] };
        // Before the server is told of them: it is started anew once.
        if (material.Certificate is { } certificate)
            yield return new ServerTls(certificate);
        yield return new ServerConfiguration(database);
        yield return new Hygiene();
        if (!database.Databases.IsEmpty)
            yield return new Databases(database.Databases);
        if (!database.Users.IsEmpty)
            yield return new Accounts("db.users", "users of the applications, from where they come", [NodeAddresses.Query], facts => AccountsOf(cluster, database, material, facts));
        yield return new Accounts("db.exporter", "what the collector may look at", [], _ => ([Collector], null));
    }

    private static (ImmutableArray<Account>, StepOutcome.Blocked?) AccountsOf(Cluster cluster, Database database, DatabaseMaterial material, NodeFacts facts)
    {
        ImmutableArray<Account>.Builder accounts = ImmutableArray.CreateBuilder<Account>();
        foreach (DatabaseUser user in database.Users)
        {
            (ImmutableArray<string> hosts, StepOutcome.Blocked? blocked) = NodeAddresses.Of(user.From, cluster, facts);
            if (blocked is not null)
                return ([], blocked);
            foreach (string host in hosts)
                accounts.Add(new Account(user.Name, host, material.Logins[user.Name], database.RequiresTls && host != DatabaseUser.Localhost, 0, [.. user.Grants.Select(GrantOf)]));
        }

        return (accounts.ToImmutable(), null);
    }

    private static Grant GrantOf(DatabaseGrant grant) => new(grant.Database is null ? Grant.Everywhere : SqlText.Database(grant.Database), grant.Privileges);
}
