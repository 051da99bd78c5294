using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Inventory;

public sealed class InventoryReaderTests
{
    private const string Head = """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:

        """;

    [Fact]
    public void What_a_node_does_not_say_is_taken_from_the_defaults_key_by_key()
    {
        Cluster cluster = Read("""
              defaults:
                ssh: { user: pi, port: 2222 }
                base: { timezone: Europe/Copenhagen, firewall: { adminCidrs: [192.168.1.0/24] } }
              nodes:
                - { name: a, address: 10.0.0.1 }
                - { name: b, address: 10.0.0.2, ssh: { user: root }, become: { method: none }, base: { timezone: UTC, firewall: { enabled: false } } }
            """);
        Assert.Equal(("pi", 2222, Become.Sudo), (cluster.Nodes[0].Access.User, cluster.Nodes[0].Access.Port, cluster.Nodes[0].Access.Become));
        Assert.Equal(("root", 2222, Become.None), (cluster.Nodes[1].Access.User, cluster.Nodes[1].Access.Port, cluster.Nodes[1].Access.Become));
        Assert.Equal(["192.168.1.0/24"], cluster.Nodes[0].Base.Firewall!.AdminRanges);
        Assert.Equal(("Europe/Copenhagen", "UTC"), (cluster.Nodes[0].Base.Timezone, cluster.Nodes[1].Base.Timezone));
        Assert.Null(cluster.Nodes[1].Base.Firewall);
        Assert.True(cluster.Nodes[1].Base.HardensSsh);
    }

    [Theory]
    [InlineData("  nodes: [{ name: a, adress: x }]", "cluster.yaml:5:11: error: spec.nodes[0].address is missing: What ssh is given.|cluster.yaml:5:22: error: spec.nodes[0].adress is not known here (did you mean 'address'?)")]
    [InlineData("  nodes: [{ name: a, address: -oProxyCommand=evil }]", "cluster.yaml:5:31: error: spec.nodes[0].address: '-oProxyCommand=evil' is not an address or a host name")]
    [InlineData("  nodes: [{ name: A_b, address: x }]", "cluster.yaml:5:19: error: spec.nodes[0].name: 'A_b' is not a name of lower-case letters, digits and '-'")]
    [InlineData("  nodes: [{ name: a, address: x, roles: [sever] }]", "cluster.yaml:5:42: error: spec.nodes[0].roles[0]: 'sever' is not one of server, agent, storage, database (did you mean 'server'?)")]
    [InlineData("  nodes: [{ name: a, address: x }, { name: a, address: y }]", "cluster.yaml:5:44: error: two nodes have the name 'a'")]
    [InlineData("  nodes: [{ name: a, address: x }, { name: b, address: x }]", "cluster.yaml:5:56: error: two nodes have the address 'x' and the same port (which of the two is it?)")]
    [InlineData("  nodes: [{ name: a, address: x, ssh: { port: 70000 } }]", "cluster.yaml:5:47: error: spec.nodes[0].ssh.port: '70000' is not a whole number from 1 to 65535")]
    [InlineData("  nodes: [{ name: a, address: x, ssh: { jump: a } }]", "cluster.yaml:5:39: error: a is reached through itself")]
    [InlineData("  nodes: [{ name: a, address: x, ssh: { jump: b } }, { name: b, address: y, ssh: { jump: a } }]", "cluster.yaml:5:39: error: a is reached through itself (a, b, a)|cluster.yaml:5:82: error: b is reached through itself (b, a, b)")]
    [InlineData("  nodes: [{ name: a, address: x, become: { password: hunter2 } }]", "cluster.yaml:5:54: error: password: a secret does not stand in the inventory itself (say where it comes from: { env: NAME }, { file: PATH }, { secret: NAME } or { prompt: true })")]
    [InlineData("  nodes: [{ name: a, address: x, become: { password: { vault: y } } }]", "cluster.yaml:5:56: error: spec.nodes[0].become.password.vault is not known here (known here: env, file, prompt, exec, sops, secret)")]
    [InlineData("  nodes: [{ name: a, address: x, become: { password: { exec: [] } } }]", "cluster.yaml:5:54: error: password: exec names no program ([pass, show, NAME] is one with its words)")]
    [InlineData("  nodes: [{ name: a, address: x, become: { password: { sops: file.yaml } } }]", "cluster.yaml:5:62: error: spec.nodes[0].become.password.sops: 'file.yaml' is not FILE#KEY")]
    [InlineData("  nodes: [{ name: a, address: x, base: { firewall: { adminCidrs: [192.168.1.7/24] } } }]", "cluster.yaml:5:66: error: '192.168.1.7/24' is not a range of addresses (192.168.1.0/24 is one: the bits behind the prefix are 0)")]
    [InlineData("  nodes: { name: a }", "cluster.yaml:5:10: error: spec.nodes is a list (begin each item with '- ')")]
    [InlineData("  nodes: []", "cluster.yaml:5:10: error: spec.nodes is empty (name at least one machine)")]
    [InlineData("  nodes: [{ name: a, address: \"${HOST}\" }]", "cluster.yaml:5:31: error: spec.nodes[0].address: ${HOST} has no value in the environment (set it, or write ${HOST:-something})")]
    public void A_mistake_is_told_with_its_place_and_what_to_write(string spec, string expected) =>
        Assert.Equal(expected.Split('|'), new InventoryReader("cluster.yaml", _ => null).Read(Head + spec).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void A_secret_that_stands_in_the_inventory_is_not_repeated_in_the_problem() =>
        Assert.All(new InventoryReader("cluster.yaml", _ => null).Read($"{Head}  nodes: [{{ name: a, address: x, become: {{ password: hunter2 }} }}]").Problems, problem => Assert.DoesNotContain("hunter2", problem.ToString(), StringComparison.Ordinal));

    [Fact]
    public void Values_of_the_environment_stand_in_for_their_names()
    {
        Cluster cluster = Read("  nodes: [{ name: '${NAME:-b}', address: '${ADDRESS}' }]", name => name == "ADDRESS" ? "10.0.0.9" : null);
        Assert.Equal(("b", "10.0.0.9"), (cluster.Nodes[0].Name, cluster.Nodes[0].Address));
    }

    [Fact]
    public void A_secret_comes_from_where_the_inventory_says()
    {
        Cluster cluster = Read("""
              nodes:
                - { name: a, address: a, become: { password: { exec: [pass, show, "${PLACE}"] } } }
                - { name: b, address: b, become: { password: { sops: secrets.yaml#db.password } } }
                - { name: c, address: c, become: { password: { secret: db/shop } } }
            """, name => name == "PLACE" ? "a b" : null);
        Assert.Equal(["pass", "show", "a b"], Assert.IsType<SecretReference.Exec>(cluster.Nodes[0].Access.Password).Command);
        Assert.Equal("[\"db\"][\"password\"]", Assert.IsType<SecretReference.Sops>(cluster.Nodes[1].Access.Password).Place);
        Assert.Equal(new SecretReference.Stored("db/shop"), cluster.Nodes[2].Access.Password);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\na: 1\n---\nb: 2\n")]
    [InlineData("[1, 2]")]
    [InlineData("a: [")]
    [InlineData("a: &x [*x]")]
    public void What_is_no_inventory_is_a_problem_and_no_exception(string text)
    {
        InventoryReading reading = new InventoryReader("cluster.yaml", _ => null).Read(text);
        Assert.Null(reading.Cluster);
        Assert.NotEmpty(reading.Problems);
    }

    private static Cluster Read(string spec, Func<string, string?>? environment = null)
    {
        InventoryReading reading = new InventoryReader("cluster.yaml", environment ?? (_ => null)).Read(Head + spec);
        Assert.Empty(reading.Problems);
        return reading.Cluster!;
    }
}
