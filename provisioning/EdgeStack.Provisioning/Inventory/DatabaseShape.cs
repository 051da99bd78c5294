using EdgeStack.Provisioning.Schema;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What may stand under <c>spec.database</c>.</summary>
internal static class DatabaseShape
{
    // '-' first is an option to some client; '.' would end the name in a grant.
    private const string Name = "[A-Za-z0-9_][A-Za-z0-9_$-]{0,63}";

    // Letters as they come from whoever names a node, an address or one of our words.
    private const string Origin = "[A-Za-z0-9:][A-Za-z0-9.:-]{0,62}";

    private static readonly Shape.Mapping Grant = new("a grant",
    [
        new Field("on", new Shape.Text("NAME.* for a database, or \"*.*\" for the whole server", $@"({Name}|\*)\.\*"), "Where: NAME.* is one of the databases above; \"*.*\", in quotes, is the whole server.") { IsRequired = true },
        new Field("privs", new Shape.List(new Shape.Choice([DatabasePrivileges.All, .. DatabasePrivileges.OfDatabase, .. DatabasePrivileges.OfServer])), "What. ALL is all that can be done in a database; the last seven hold for the whole server only.") { IsRequired = true },
    ]);

    /// <param name="secret">The shape of a reference to a secret.</param>
    public static Shape.Mapping Of(Shape.Reference secret) => new("MariaDB",
    [
        new Field("node", new Shape.Text("the name of a node"), "Where it runs: a node with the role database.") { IsRequired = true },
        new Field("profile", new Shape.Choice(["auto", "1G", "2G", "4G", "8G", "16G"]), "The memory of the node that it is fitted to; it leaves room for k3s and NFS beside it. auto: what the node has.") { Default = "auto" },
        new Field("bind", new Shape.Text("node, all, local or an IP address", "node|all|local|[0-9a-fA-F.:]{2,45}"), "Where it listens. node: 127.0.0.1 and the node's address. local: 127.0.0.1 alone. all: everywhere.") { Default = Database.OnNode },
        new Field("tls", new Shape.Choice(["required", "off"]), "required: nobody comes in over the network without encryption; the authority that clients check is .edgestack/certificates/ca.pem.") { Default = "required" },
        new Field("databases", new Shape.List(new Shape.Text("the name of a database: letters, digits, '_', '$' and '-'", Name)), "Those that are to be there. Others are left alone, and none is ever deleted."),
        new Field("users", new Shape.List(new Shape.Mapping("a user",
        [
            new Field("name", new Shape.Text("the name of a user: letters, digits, '_', '$' and '-'", Name), "Who.") { IsRequired = true },
            new Field("from", new Shape.OneOrMore(new Shape.Text("k3sNodes, allNodes, localhost, a node or an IP address", Origin)), "Where from. Pods come with the address of their node, so k3sNodes is what an application in the cluster needs.") { Default = Origins.K3sNodes },
            new Field("password", secret, "At least 8 characters. Only its hash gets to the node.") { IsRequired = true },
            new Field("grants", new Shape.List(Grant), "All that the user may do: what is not named here is taken away."),
        ])), "Those that are to be there; others are left alone."),
        new Field("backup", BackupShape.Of(secret), "Dumps and binary logs, and a copy of them elsewhere (docs/backups.md). Without it there are none."),
    ]);
}
