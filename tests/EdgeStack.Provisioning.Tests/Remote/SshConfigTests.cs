using System.Collections.Immutable;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Tests.Remote;

/// <summary>The configuration, as the real ssh understands it (<c>ssh -G</c> connects nowhere).</summary>
public sealed class SshConfigTests
{
    [Fact]
    public async Task What_must_hold_holds_and_the_rest_is_the_users_own()
    {
        using TemporaryFolder home = new();
        Directory.CreateDirectory(home.File(".ssh"));
        await File.WriteAllTextAsync(home.File(".ssh/config"), "Host 10.0.0.1\n  User mine\n  Port 2222\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  ControlMaster auto\n", TestContext.Current.CancellationToken);
        ILookup<string, string> options = await OptionsAsync(home, Cluster(new Node("a", "10.0.0.1", [], new NodeAccess(), Base)), "10.0.0.1");
        Assert.Equal(["mine"], options["user"]);
        Assert.Equal(["2222"], options["port"]);
        Assert.Equal(["true"], options["stricthostkeychecking"]);
        Assert.Equal([$"{home.File("known hosts")} /other"], options["userknownhostsfile"]);
        Assert.Equal(["false"], options["controlmaster"]);
        Assert.Equal(["yes"], options["batchmode"]);
    }

    [Fact]
    public async Task The_inventory_wins_over_the_user_and_a_jump_is_the_other_nodes_address()
    {
        using TemporaryFolder home = new();
        Directory.CreateDirectory(home.File(".ssh"));
        await File.WriteAllTextAsync(home.File(".ssh/config"), "Host *\n  User mine\n  Port 2222\n", TestContext.Current.CancellationToken);
        Node first = new("a", "10.0.0.1", [], new NodeAccess { User = "pi", Port = 22, IdentityFile = "~/keys/100% mine" }, Base), behind = new("b", "10.0.0.2", [], new NodeAccess { Jump = "a" }, Base);
        Assert.Equal(["pi"], (await OptionsAsync(home, Cluster(first, behind), "10.0.0.1"))["user"]);
        Assert.Equal([$"{home.Path}/keys/100%% mine"], (await OptionsAsync(home, Cluster(first, behind), "10.0.0.1"))["identityfile"]);
        ILookup<string, string> options = await OptionsAsync(home, Cluster(first, behind), "10.0.0.2");
        Assert.Equal(["[10.0.0.1]"], options["proxyjump"]);
        Assert.Equal(["mine"], options["user"]);
    }

    [Fact]
    public async Task Nodes_that_share_an_address_are_told_apart_by_their_names()
    {
        using TemporaryFolder home = new();
        Node one = new("a", "10.0.0.1", [], new NodeAccess { Port = 2201 }, Base), two = new("b", "10.0.0.1", [], new NodeAccess { Port = 2202 }, Base);
        ILookup<string, string> options = await OptionsAsync(home, Cluster(one, two), "b");
        Assert.Equal(["10.0.0.1"], options["hostname"]);
        Assert.Equal(["2202"], options["port"]);
    }

    [Fact]
    public async Task A_key_of_the_inventory_is_the_only_one_that_counts()
    {
        using TemporaryFolder home = new();
        ILookup<string, string> options = await OptionsAsync(home, Cluster(new Node("a", "10.0.0.1", [], new NodeAccess { HostKey = "ssh-ed25519 AAAA" }, Base)), "10.0.0.1");
        Assert.Equal(["/pins/a"], options["userknownhostsfile"]);
        Assert.Equal(["/dev/null"], options["globalknownhostsfile"]);
    }

    private static BaseSettings Base => new(null, "keep", "keep", "off", null);

    private static Cluster Cluster(params ImmutableArray<Node> nodes) => new("c", nodes);

    private static async Task<ILookup<string, string>> OptionsAsync(TemporaryFolder home, Cluster cluster, string host)
    {
        string file = home.File("config");
        await File.WriteAllTextAsync(file, new SshConfig(cluster, [home.File("known hosts"), "/other"], node => node.Access.HostKey is null ? null : $"/pins/{node.Name}", home.Path).Write(), TestContext.Current.CancellationToken);
        BufferedCommandResult result = await Cli.Wrap("ssh").WithArguments(["-F", file, "-G", "--", host]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToLookup(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
    }
}
