using System.Collections.Immutable;
using System.Net;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Schema;
using YamlDotNet.Core;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Reads <c>spec.database</c>, which has the right shape already.</summary>
/// <param name="nodes">The nodes of the inventory.</param>
/// <param name="secret">Reads a reference to a secret.</param>
/// <param name="tell">Where, what, and what to do.</param>
internal sealed class DatabaseReader(ImmutableArray<Node> nodes, Func<Fields, string, SecretReference?> secret, Action<Mark, string, string?> tell)
{
    private static readonly ImmutableArray<string> OwnDatabases = ["mysql", "information_schema", "performance_schema", "sys"];
    private static readonly ImmutableArray<string> OwnUsers = ["root", "mysql", "mariadb.sys", "edgestack"];

    public Database Read(Fields database)
    {
        Roles.Check(nodes, database, Roles.Database, tell);
        string bind = database.Text("bind")!;
        if (bind is not (Database.OnNode or Database.OnAll or Database.OnLocal) && !IPAddress.TryParse(bind, out _))
            tell(database.At("bind"), $"bind: '{bind}' is not an IP address", "node, all and local are the other choices");
        ImmutableArray<string> names = [.. database.Texts("databases")];
        foreach (string name in names)
        {
            if (OwnDatabases.Contains(name, StringComparer.OrdinalIgnoreCase))
                tell(database.At("databases"), $"the database '{name}' is MariaDB's own", null);
            else if (name == "test")
                tell(database.At("databases"), "the database 'test' is removed where nothing is in it, since anybody may write to it", "call it otherwise");
        }

        TellRepeated(names, database.At("databases"), "database");
        ImmutableArray<Fields> written = [.. database.Mappings("users")];
        foreach (Fields again in written.GroupBy(user => user.Text("name"), StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
            tell(again.At("name"), $"two users have the name '{again.Text("name")}'", "one user may come from several places: from is a list");
        return new Database(database.Text("node")!, database.Text("profile")!, bind, database.Text("tls") == "required", names, [.. written.Select(user => ReadUser(user, names))])
        {
            Backup = database.Has("backup") ? new BackupReader(nodes, secret, tell).Read(database.Mapping("backup")) : null,
        };
    }

    private DatabaseUser ReadUser(Fields user, ImmutableArray<string> databases)
    {
        string name = user.Text("name")!;
        if (OwnUsers.Contains(name, StringComparer.OrdinalIgnoreCase))
            tell(user.At("name"), $"the user '{name}' is {(name == "edgestack" ? "that of the collector" : "MariaDB's own")}", "call it otherwise");
        ImmutableArray<string> from = [.. user.Texts("from").Distinct(StringComparer.Ordinal)];
        foreach (string origin in from)
        {
            if (Origins.Fault(origin, nodes, allowsRanges: false, DatabaseUser.Localhost) is var (message, fix))
                tell(user.At("from"), message, fix);
        }

        ImmutableArray<Fields> grants = [.. user.Mappings("grants")];
        TellRepeated([.. grants.Select(grant => grant.Text("on")!)], user.At("grants"), "grant on");
        // A password that stands in the inventory itself has been told of.
        return new DatabaseUser(name, from, secret(user, "password") ?? new SecretReference.Prompt(), [.. grants.Select(grant => ReadGrant(grant, databases))]);
    }

    private DatabaseGrant ReadGrant(Fields grant, ImmutableArray<string> databases)
    {
        string on = grant.Text("on")![..^2];
        ImmutableArray<string> privileges = [.. grant.Texts("privs").Distinct(StringComparer.Ordinal)];
        if (privileges.IsEmpty)
            tell(grant.At("privs"), "privs is empty", "a user without privileges needs no grant");
        if (on == "*")
        {
            if (privileges.Contains(DatabasePrivileges.All))
                tell(grant.At("privs"), "ALL on the whole server makes an administrator", "name what it needs, or give ALL on a database");
            return new DatabaseGrant(null, privileges);
        }

        if (!databases.Contains(on))
            tell(grant.At("on"), $"'{on}' is not among the databases of the inventory", NearestName.Suggestion(on, databases) ?? "name it under databases");
        foreach (string privilege in privileges.Where(privilege => DatabasePrivileges.OfServer.Contains(privilege)))
            tell(grant.At("privs"), $"{privilege} holds for the whole server, not for a database", "give it on: \"*.*\"");
        return new DatabaseGrant(on, privileges);
    }

    private void TellRepeated(ImmutableArray<string> names, Mark at, string what)
    {
        foreach (string again in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
            tell(at, $"the {what} '{again}' stands there twice", null);
    }
}
