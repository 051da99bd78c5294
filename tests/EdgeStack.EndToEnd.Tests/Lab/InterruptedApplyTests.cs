using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>What can happen while a plan is carried out: power cuts, two operators, another host key, a host that has changed.</summary>
[Collection(LabTests.Name)]
public sealed class InterruptedApplyTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Without_power_in_the_middle_of_a_step_a_run_is_resumed_to_the_same_state(int node)
    {
        hosts.Require();
        await hosts.ExpectAsync(0, "undo", "--yes");
        Task<BufferedCommandResult> run = CutOff.Begin(hosts, "apply", "--yes");
        await CutOff.IsInAsync(run, node, "base.packages");
        await LabHosts.PowerOffAsync(node);
        await LabHosts.PowerOnAsync();
        BufferedCommandResult cut = await run;
        Assert.True(cut.ExitCode is 3 or 4, $"{cut.ExitCode}: {cut.StandardError}");
        Assert.Contains("edgestack apply --resume", cut.StandardError, StringComparison.Ordinal);

        (int exit, string output, string error) = (0, "", "");
        await Eventually.HoldsAsync(async () => ((exit, output, error) = await hosts.RunAsync("apply", "--resume")).Item1 is not (4 or 5), "the host can be reached, and its lock is old", TimeSpan.FromSeconds(120));
        Assert.True(exit == 0, $"{exit}: {output}{error}");
        Assert.Equal(0, (await hosts.RunAsync("verify")).Exit);
    }

    [Fact]
    public async Task Of_two_operators_at_once_the_second_is_told_who_is_at_work()
    {
        hosts.Require();
        await hosts.ExpectAsync(0, "undo", "--yes");
        Task<BufferedCommandResult> first = hosts.Edgestack("apply", "--yes").WithEnvironmentVariables(variables => variables.Set("USER", "anna")).ExecuteBufferedAsync(TestContext.Current.CancellationToken).Task;
        await CutOff.IsInAsync(first, 2, "base.packages");
        (int exit, _, string error) = await hosts.RunAsync("apply", "--yes");
        Assert.Equal(5, exit);
        Assert.Contains("is locked: anna at ", error, StringComparison.Ordinal);
        Assert.Equal(0, (await first).ExitCode);
        Assert.Equal(0, (await hosts.RunAsync("apply", "--yes")).Exit);
    }

    [Fact]
    public async Task A_host_with_another_key_than_before_is_not_talked_to()
    {
        hosts.Require();
        string known = Path.Combine(hosts.Folder, ".edgestack", "known_hosts"), kept = await File.ReadAllTextAsync(known, TestContext.Current.CancellationToken);
        string[] lines = kept.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // node2 shows its own key; node1's is noted for it.
        string wrong = $"10.77.0.12 {string.Join(' ', lines.Single(line => line.StartsWith("10.77.0.11 ", StringComparison.Ordinal)).Split(' ')[1..])}";
        await File.WriteAllTextAsync(known, string.Join('\n', lines.Where(line => !line.StartsWith("10.77.0.12 ", StringComparison.Ordinal)).Append(wrong)) + "\n", TestContext.Current.CancellationToken);
        try
        {
            (int exit, _, string error) = await hosts.RunAsync("plan");
            Assert.Equal(4, exit);
            Assert.Contains("node2 has another host key than the one in", error, StringComparison.Ordinal);
            Assert.Contains("edgestack trust --replace node2", error, StringComparison.Ordinal);
            Assert.Equal(1, (await hosts.RunAsync("trust", "--yes", "node2")).Exit);
        }
        finally
        {
            await File.WriteAllTextAsync(known, kept, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_saved_plan_is_refused_when_a_host_has_changed_since()
    {
        hosts.Require();
        await hosts.ExpectAsync(0, "undo", "--yes");
        Assert.Equal(0, (await hosts.RunAsync("plan", "-o", "shown.json")).Exit);
        await LabHosts.AsRootAsync(3, "mkdir -p /etc/sysctl.d; echo '# by hand' >/etc/sysctl.d/90-edgestack.conf; mkdir -p /etc/systemd/journald.conf.d; printf '# managed by edgestack: base.journal\\n[Journal]\\nSystemMaxUse=200M\\n' >/etc/systemd/journald.conf.d/edgestack.conf");
        (int exit, _, string error) = await hosts.RunAsync("apply", "shown.json");
        Assert.Equal(1, exit);
        Assert.Contains("node3 base.journal", error, StringComparison.Ordinal);
        Assert.DoesNotContain("node1", error, StringComparison.Ordinal);
        await LabHosts.AsRootAsync(3, "rm /etc/sysctl.d/90-edgestack.conf /etc/systemd/journald.conf.d/edgestack.conf");
        Assert.Equal(0, (await hosts.RunAsync("apply", "shown.json")).Exit);
        Assert.Equal(0, (await hosts.RunAsync("verify")).Exit);
    }
}
