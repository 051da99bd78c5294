using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>plan, apply, verify and undo on real hosts: one is reached directly, one wants a password for sudo, one is behind another.</summary>
[Collection(LabTests.Name)]
public sealed class ApplyTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    [Fact]
    public async Task Applied_twice_the_second_time_changes_nothing_and_undo_gives_back_what_was()
    {
        hosts.Require();
        Dictionary<int, string> before = await StatesAsync();
        (int exit, string output, _) = await hosts.RunAsync("plan", "--detailed-exitcode");
        Assert.Equal(2, exit);
        Assert.Contains("+ package zstd", output, StringComparison.Ordinal);
        Assert.Equal(before, await StatesAsync());

        (exit, _, string error) = await hosts.RunAsync("apply", "--yes");
        Assert.True(exit == 0, error);
        Assert.Contains("node3: 7 changed", error, StringComparison.Ordinal);
        Dictionary<int, string> applied = await StatesAsync();
        Assert.All(applied, node => Assert.NotEqual(before[node.Key], node.Value));

        (exit, _, error) = await hosts.RunAsync("apply", "--yes");
        Assert.Equal(0, exit);
        Assert.Contains("Nothing to do.", error, StringComparison.Ordinal);
        Assert.Equal(applied, await StatesAsync());
        Assert.Equal(0, (await hosts.RunAsync("verify")).Exit);

        (exit, _, error) = await hosts.RunAsync("undo", "--yes");
        Assert.True(exit == 0, error);
        foreach ((int node, string state) in await StatesAsync())
            Assert.Equal(before[node].Split('\n'), state.Split('\n'));
        Assert.Equal(6, (await hosts.RunAsync("verify")).Exit);
    }

    [Fact]
    public async Task A_key_of_the_agent_opens_a_node_and_its_host_key_may_be_noted_without_its_name()
    {
        hosts.Require();
        string inventory = Path.Combine(hosts.Folder, "cluster.yaml"), known = Path.Combine(hosts.Folder, ".edgestack", "known_hosts"), socket = Path.Combine(hosts.Folder, "agent");
        string keptInventory = await File.ReadAllTextAsync(inventory, TestContext.Current.CancellationToken), keptKnown = await File.ReadAllTextAsync(known, TestContext.Current.CancellationToken);
        using CancellationTokenSource kill = new();
        Task agent = Cli.Wrap("ssh-agent").WithArguments(["-D", "-a", socket]).WithValidation(CommandResultValidation.None).ExecuteAsync(kill.Token).Task;
        try
        {
            await File.WriteAllTextAsync(inventory, keptInventory.Replace($", identityFile: {LabHosts.Key}", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await Cli.Wrap("ssh-keygen").WithArguments(["-q", "-H", "-f", known]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("10.77.0.1", await File.ReadAllTextAsync(known, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(socket)), "the agent is there");
            Command plan = hosts.Edgestack("plan").WithEnvironmentVariables(variables => variables.Set("SSH_AUTH_SOCK", socket));
            BufferedCommandResult without = await plan.ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.Equal(4, without.ExitCode);
            Assert.Contains("ssh-add", without.StandardError, StringComparison.Ordinal);
            await Cli.Wrap("ssh-add").WithArguments(["-q", LabHosts.Key]).WithEnvironmentVariables(variables => variables.Set("SSH_AUTH_SOCK", socket)).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            BufferedCommandResult with = await plan.ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.True(with.ExitCode == 0, with.StandardError);
        }
        finally
        {
            await kill.CancelAsync();
            await agent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await File.WriteAllTextAsync(inventory, keptInventory, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(known, keptKnown, TestContext.Current.CancellationToken);
        }
    }

    // What a person could see: packages, configuration, settings that are in force. Not what programs write for themselves.
    private static async Task<Dictionary<int, string>> StatesAsync()
    {
        Dictionary<int, string> states = [];
        foreach (int node in (int[])[1, 2, 3])
            states[node] = await LabHosts.AsRootAsync(node, "dpkg-query -W -f='${Package} ${db:Status-Status}\\n' | grep ' installed'; find /etc -xdev -type f ! -name '*.cache' ! -name machine-id -exec sha256sum {} + | sort -k2; find /etc -xdev \\( -type f -o -type l \\) ! -name '*.cache' -printf '%p %l %u:%g %m\\n' | sort; cat /boot/firmware/cmdline.txt; cat /proc/sys/net/ipv6/conf/all/forwarding; nft list ruleset");
        return states;
    }
}
