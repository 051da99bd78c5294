using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Inventory;

public sealed class DatabaseReaderTests
{
    private const string Head = """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          nodes: [{ name: web, address: 10.0.0.1, roles: [agent] }, { name: store, address: 10.0.0.3, roles: [database] }]

        """;

    [Fact]
    public void What_is_not_said_about_a_database_has_a_default()
    {
        Database database = Read("{ node: store, databases: [shop], users: [{ name: shop, password: { env: X }, grants: [{ on: shop.*, privs: [ALL] }] }] }").Cluster!.Database!;
        Assert.Equal(("store", "auto", "node", true), (database.Node, database.Profile, database.Bind, database.RequiresTls));
        Assert.Equal(["k3sNodes"], database.Users[0].From);
        Assert.Equal(("shop", "ALL"), (database.Users[0].Grants[0].Database, database.Users[0].Grants[0].Privileges[0]));
    }

    [Fact]
    public void A_user_may_come_from_several_places_and_hold_what_is_the_whole_servers()
    {
        Database database = Read("{ node: store, tls: 'off', users: [{ name: shop, from: [web, 10.0.0.9], password: { env: X }, grants: [{ on: '*.*', privs: [PROCESS] }] }] }").Cluster!.Database!;
        Assert.False(database.RequiresTls);
        Assert.Equal(["web", "10.0.0.9"], database.Users[0].From);
        Assert.Null(database.Users[0].Grants[0].Database);
    }

    [Fact]
    public void Without_it_there_is_none() => Assert.Null(new InventoryReader("cluster.yaml", _ => null).Read(Head).Cluster!.Database);

    [Theory]
    [InlineData("{ node: stor }", "there is no node 'stor' (did you mean 'store'?)")]
    [InlineData("{ node: web }", "web has not the role database (add it to the roles of the node)")]
    [InlineData("{ node: store, profile: 3G }", "spec.database.profile: '3G' is not one of auto, 1G, 2G, 4G, 8G, 16G")]
    [InlineData("{ node: store, bind: 1.2.3.4.5 }", "bind: '1.2.3.4.5' is not an IP address (node, all and local are the other choices)")]
    [InlineData("{ node: store, databases: [mysql] }", "the database 'mysql' is MariaDB's own")]
    [InlineData("{ node: store, databases: [test] }", "the database 'test' is removed where nothing is in it, since anybody may write to it (call it otherwise)")]
    [InlineData("{ node: store, databases: [a, a] }", "the database 'a' stands there twice")]
    [InlineData("{ node: store, databases: [\"a'b\"] }", "spec.database.databases[0]: 'a'b' is not the name of a database: letters, digits, '_', '$' and '-'")]
    [InlineData("{ node: store, users: [{ name: root, password: { env: X } }] }", "the user 'root' is MariaDB's own (call it otherwise)")]
    [InlineData("{ node: store, users: [{ name: a, password: { env: X } }, { name: a, password: { env: X } }] }", "two users have the name 'a' (one user may come from several places: from is a list)")]
    [InlineData("{ node: store, users: [{ name: a }] }", "spec.database.users[0].password is missing: At least 8 characters. Only its hash gets to the node.")]
    [InlineData("{ node: store, users: [{ name: a, password: hunter22 }] }", "password: a secret does not stand in the inventory itself (say where it comes from: { env: NAME }, { file: PATH }, { secret: NAME } or { prompt: true })")]
    [InlineData("{ node: store, users: [{ name: a, from: k3snodes, password: { env: X } }] }", "'k3snodes' is neither a node nor an IP address (did you mean 'k3sNodes'?)")]
    [InlineData("{ node: store, databases: [lil_linko], users: [{ name: a, password: { env: X }, grants: [{ on: lil_lnko.*, privs: [ALL] }] }] }", "'lil_lnko' is not among the databases of the inventory (did you mean 'lil_linko'?)")]
    [InlineData("{ node: store, databases: [a], users: [{ name: a, password: { env: X }, grants: [{ on: a.*, privs: [SELCT] }] }] }", "spec.database.users[0].grants[0].privs[0]: 'SELCT' is not one of ")]
    [InlineData("{ node: store, databases: [a], users: [{ name: a, password: { env: X }, grants: [{ on: a.*, privs: [PROCESS] }] }] }", "PROCESS holds for the whole server, not for a database (give it on: \"*.*\")")]
    [InlineData("{ node: store, users: [{ name: a, password: { env: X }, grants: [{ on: '*.*', privs: [ALL] }] }] }", "ALL on the whole server makes an administrator (name what it needs, or give ALL on a database)")]
    [InlineData("{ node: store, databases: [a], users: [{ name: a, password: { env: X }, grants: [{ on: a.b, privs: [SELECT] }] }] }", "spec.database.users[0].grants[0].on: 'a.b' is not NAME.* for a database, or \"*.*\" for the whole server")]
    public void A_mistake_is_told_with_what_to_write(string database, string expected)
    {
        string problem = Assert.Single(Read(database).Problems).ToString();
        Assert.StartsWith("cluster.yaml:6:", problem, StringComparison.Ordinal);
        Assert.Contains($"error: {expected}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", problem, StringComparison.Ordinal);
    }

    private static InventoryReading Read(string database) => new InventoryReader("cluster.yaml", _ => null).Read($"{Head}  database: {database}");
}
