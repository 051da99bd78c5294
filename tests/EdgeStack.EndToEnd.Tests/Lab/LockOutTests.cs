using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>A firewall that would keep the operator out takes itself back: at once when the old connection is still there, by a timer on the host when nobody is.</summary>
[Collection(LabTests.Name)]
public sealed class LockOutTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    private const string Mistake = "{ firewall: { adminCidrs: [192.0.2.0/24] } }";

    [Fact]
    public async Task What_would_lock_the_operator_out_is_taken_back_at_once()
    {
        hosts.Require();
        hosts.WriteInventory(Mistake);
        (int exit, _, string error) = await hosts.RunAsync("apply", "--yes");
        Assert.Equal(3, exit);
        Assert.Contains("node1 base.firewall: would lock us out: a new connection does not answer", error, StringComparison.Ordinal);
        Assert.Contains("it was taken back", error, StringComparison.Ordinal);
        await NothingIsLeftAsync(1);
        await NothingIsLeftAsync(2);

        hosts.WriteInventory();
        (exit, _, error) = await hosts.RunAsync("apply", "--yes");
        Assert.True(exit == 0, error);
        Assert.Contains("table inet edgestack", await LabHosts.AsRootAsync(1, "nft list ruleset"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nobody_is_left_to_confirm_it_a_timer_on_the_host_takes_it_back()
    {
        hosts.Require();
        await hosts.RunAsync("undo", "--yes", "base.firewall");
        int before = Count("reverted");
        hosts.WriteInventory(Mistake);
        using CancellationTokenSource kill = new();
        Task<BufferedCommandResult> run = hosts.Edgestack("apply", "--yes", "--limit", "node1", "--revert-after", "15").ExecuteBufferedAsync(kill.Token).Task;
        await Eventually.HoldsAsync(() => Task.FromResult(LabHosts.IsOpen(1, "base.firewall")), "the firewall is being set up", TimeSpan.FromSeconds(60));
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        await Eventually.HoldsAsync(() => Task.FromResult(Count("reverted") > before), "the timer has taken it back", TimeSpan.FromSeconds(60));
        await NothingIsLeftAsync(1);
        hosts.WriteInventory();
        Assert.Equal(0, (await hosts.RunAsync("plan")).Exit);
    }

    [Fact]
    public async Task Pulling_the_plug_before_the_timer_does_not_keep_the_mistake()
    {
        hosts.Require();
        await hosts.RunAsync("undo", "--yes", "base.firewall");
        int before = Count("reverted"), done = Count("done");
        hosts.WriteInventory(Mistake);
        using CancellationTokenSource kill = new();
        Task<BufferedCommandResult> run = hosts.Edgestack("apply", "--yes", "--limit", "node1", "--revert-after", "12").ExecuteBufferedAsync(kill.Token).Task;
        await Eventually.HoldsAsync(() => Task.FromResult(LabHosts.IsOpen(1, "base.firewall")), "the firewall is being set up", TimeSpan.FromSeconds(60));
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.HoldsAsync(() => Task.FromResult(Count("done") > done), "it is set up", TimeSpan.FromSeconds(30));

        await LabHosts.PowerOffAsync(1);
        await LabHosts.PowerOnAsync();

        await Eventually.HoldsAsync(() => Task.FromResult(Count("reverted") > before), "the timer has taken it back after the boot", TimeSpan.FromSeconds(90));
        await NothingIsLeftAsync(1);
        hosts.WriteInventory();
    }

    // How often the journal says that of the firewall: tests before this one have left lines.
    private static int Count(string what) => LabHosts.Journal(1).Split('\n').Count(line => line.Contains("\"base.firewall\"", StringComparison.Ordinal) && line.Contains($"\"{what}\"", StringComparison.Ordinal));

    // The journal says it first, then the timer goes.
    private static async Task NothingIsLeftAsync(int node)
    {
        string left = "";
        await Eventually.HoldsAsync(async () => (left = await LeftAsync(node)).Length == 0, $"nothing is left: {left}");
    }

    private static async Task<string> LeftAsync(int node) => (await LabHosts.AsRootAsync(node,
        "nft list tables | grep edgestack || :; ls /etc/edgestack /etc/systemd/system/edgestack-firewall.service /var/lib/edgestack/revert 2>/dev/null | grep -v : || :; " +
        "ls /etc/systemd/system | grep edgestack-revert || :; systemctl list-timers --all --no-legend 'edgestack-revert*'")).Trim();
}
