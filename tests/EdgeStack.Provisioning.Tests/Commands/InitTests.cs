using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Commands;

public sealed class InitTests
{
    [Fact]
    public async Task What_the_options_say_is_written_and_can_be_used()
    {
        using CommandHost host = new();

        Assert.Equal(ExitCode.Fine, await host.RunAsync("init", "--name", "home", "--user", "pi", "--node", "pi1=192.168.1.10,server", "--node", "pi2=pi2.lan,storage,database", "--database", "shop"));

        Assert.Contains("`edgestack trust`", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Fine, await host.RunAsync("validate"));
        Assert.Contains("pi2 (pi2.lan): storage, database", host.Error.ToString(), StringComparison.Ordinal);
        string text = Written(host);
        Assert.StartsWith("# yaml-language-server: $schema=.edgestack/cluster.schema.json\n", text, StringComparison.Ordinal);
        Assert.Contains("  database:\n    node: pi2\n    databases: [shop]\n", text, StringComparison.Ordinal);
        Assert.Contains("\"additionalProperties\": false", await File.ReadAllTextAsync(host.Folder.File(".edgestack/cluster.schema.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_taken_one_by_one_and_a_wrong_one_is_asked_again()
    {
        using CommandHost host = new() { Lines = new Queue<string>(["My Home", "", "pi", "pi1", "192.168.1.10", "sever", "pi1", "192.168.1.10", "server, database", "", "shop blog"]) };

        Assert.Equal(ExitCode.Fine, await host.RunAsync("init"));

        Assert.Contains("'My Home' is not a name of lower-case letters, digits and '-'", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'server'?", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("""
            # yaml-language-server: $schema=.edgestack/cluster.schema.json
            apiVersion: edgestack.dev/v1alpha1
            kind: Cluster
            metadata: { name: home }
            spec:
              defaults:
                ssh: { user: pi }
              nodes:
                - name: pi1
                  address: 192.168.1.10
                  roles: [server, database]
              database:
                node: pi1
                databases: [shop, blog]

            """, Written(host));
        Assert.Equal(ExitCode.Fine, await host.RunAsync("validate"));
    }

    [Fact]
    public async Task Without_a_terminal_what_is_missing_is_named()
    {
        using CommandHost host = new();

        Assert.Equal(ExitCode.Usage, await host.RunAsync("init"));
        Assert.Contains("--name NAME, --node NAME=ADDRESS[,ROLE...]", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await host.RunAsync("init", "--node", "a=b"));
        Assert.Contains("nobody is here to be asked: --name NAME\n", host.Error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(host.Folder.File("cluster.yaml")));
    }

    [Fact]
    public async Task Whoever_names_no_machine_has_written_nothing()
    {
        using CommandHost host = new() { Lines = [] };

        Assert.Equal(ExitCode.Usage, await host.RunAsync("init"));
        Assert.False(File.Exists(host.Folder.File("cluster.yaml")));
    }

    [Fact]
    public async Task An_inventory_that_is_there_stays_unless_it_is_to_be_replaced()
    {
        using CommandHost host = new();
        await File.WriteAllTextAsync(host.Folder.File("cluster.yaml"), "mine", TestContext.Current.CancellationToken);
        string[] arguments = ["init", "--name", "home", "--node", "a=b"];

        Assert.Equal(ExitCode.Failure, await host.RunAsync(arguments));
        Assert.Equal("mine", Written(host));
        Assert.Equal(ExitCode.Fine, await host.RunAsync([.. arguments, "--force"]));
        Assert.NotEqual("mine", Written(host));
    }

    [Theory]
    [InlineData("--node a", "--node: 'a' is not NAME=ADDRESS[,ROLE...]; pi1=192.168.1.10,server is one")]
    [InlineData("--node a=b,sever", "--node: 'sever' is no role; did you mean 'server'?")]
    [InlineData("--node A=b", "spec.nodes[0].name: 'A' is not a name of lower-case letters, digits and '-'")]
    [InlineData("--node a=b --node a=c", "two nodes have the name 'a'")]
    [InlineData("--from-ansible hosts --node a=b", "--from-ansible names the machines; --node does too")]
    [InlineData("--from-ansible hosts", "--from-ansible: ")]
    public async Task A_mistake_in_the_options_is_told_and_nothing_is_written(string options, string message)
    {
        using CommandHost host = new();

        Assert.Equal(ExitCode.Usage, await host.RunAsync(["init", "--name", "home", .. options.Split(' ')]));
        Assert.StartsWith($"error: {message}", host.Error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(host.Folder.File("cluster.yaml")));
    }

    [Fact]
    public async Task An_inventory_of_ansible_becomes_one_that_can_be_used_and_what_was_left_out_is_said()
    {
        using CommandHost host = new();
        await File.WriteAllTextAsync(host.Folder.File("hosts.ini"), "[master]\n192.168.1.10 ansible_user=pi ansible_become_pass=hunter2 flannel_iface=eth0\n[node]\n192.168.1.[11:12]\n", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Fine, await host.RunAsync("init", "--from-ansible", "hosts.ini", "--name", "attic"));
        Assert.Equal(ExitCode.Fine, await host.RunAsync("validate"));

        Assert.Contains("attic: 3 nodes, no errors.", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("warning: variables that say nothing here: flannel_iface", host.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Written(host) + host.Error, StringComparison.Ordinal);
    }

    private static string Written(CommandHost host) => File.ReadAllText(host.Folder.File("cluster.yaml"));
}
