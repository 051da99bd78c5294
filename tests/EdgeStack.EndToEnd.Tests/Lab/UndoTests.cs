using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>Taking back on real hosts: not over somebody's edits, not so that we are locked out, and in the end everything.</summary>
[Collection(LabTests.Name)]
public sealed class UndoTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    private const string SshFile = "/etc/ssh/sshd_config.d/10-edgestack.conf", JournalFile = "/etc/systemd/journald.conf.d/edgestack.conf";

    [Fact]
    public async Task What_somebody_has_edited_since_is_left_unless_it_is_forced()
    {
        hosts.Require();
        (int exit, _, string error) = await hosts.RunAsync("apply", "--yes", "--limit", "node2", "--step", "base.preflight,base.packages,base.hostname,base.hosts,base.time,base.cgroups,base.sysctl,base.journal");
        Assert.True(exit == 0, error);
        await LabHosts.AsRootAsync(2, $"echo '# mine' >>{JournalFile}");

        (exit, _, error) = await hosts.RunAsync("undo", "--yes", "--limit", "node2");
        Assert.True(exit == 3, error);
        Assert.Contains($"node2 base.journal: was not taken back: somebody has changed {JournalFile} since", error, StringComparison.Ordinal);
        Assert.Contains("# mine", await LabHosts.AsRootAsync(2, $"cat {JournalFile}"), StringComparison.Ordinal);

        (exit, _, error) = await hosts.RunAsync("undo", "--yes", "--limit", "node2", "--force");
        Assert.True(exit == 0, error);
        Assert.Equal("", await LabHosts.AsRootAsync(2, $"ls {JournalFile} 2>/dev/null || :"));
    }

    [Fact]
    public async Task What_would_lock_the_operator_out_when_it_is_taken_back_comes_back()
    {
        hosts.Require();
        // Nobody has told sshd yet: what the run finds would keep pi out.
        await LabHosts.AsRootAsync(1, $"echo 'DenyUsers pi' >{SshFile}");
        // What builds on something is not done alone.
        Assert.Equal(1, (await hosts.RunAsync("apply", "--yes", "--limit", "node1", "--step", "base.ssh")).Exit);
        (int exit, _, string error) = await hosts.RunAsync("apply", "--yes", "--limit", "node1");
        Assert.True(exit == 0, error);
        string applied = await LabHosts.AsRootAsync(1, $"cat {SshFile}");

        (exit, _, error) = await hosts.RunAsync("undo", "--yes", "--limit", "node1", "base.ssh");
        Assert.True(exit == 3, error);
        Assert.Contains("node1 base.ssh: would lock us out: a new connection", error, StringComparison.Ordinal);
        Assert.Contains("it was taken back", error, StringComparison.Ordinal);
        Assert.Equal(applied, await LabHosts.AsRootAsync(1, $"cat {SshFile}"));
        Assert.Equal("", await LabHosts.AsRootAsync(1, "ls /etc/systemd/system | grep edgestack-revert || :; find /var/lib/edgestack/backup -name '*.undo'"));

        Assert.Equal(0, (await hosts.RunAsync("verify", "--limit", "node1")).Exit);

        // Another way in: now it may be taken back, and is.
        await LabHosts.AsRootAsync(1, $"kept=$(find /var/lib/edgestack/backup -path '*{SshFile}'); echo 'X11Forwarding yes' >\"$kept\"");
        (exit, _, error) = await hosts.RunAsync("undo", "--yes", "--limit", "node1", "base.ssh");
        Assert.True(exit == 0, error);
        Assert.Equal("X11Forwarding yes\n", await LabHosts.AsRootAsync(1, $"cat {SshFile}"));
        (exit, _, error) = await hosts.RunAsync("undo", "--yes", "--limit", "node1", "base.firewall");
        Assert.True(exit == 0, error);
        Assert.Equal("", await LabHosts.AsRootAsync(1, "nft list tables | grep edgestack || :; ls /etc/systemd/system | grep edgestack-revert || :"));
    }

    [Fact]
    public async Task Everything_goes_when_its_name_is_typed_and_data_with_it()
    {
        hosts.Require();
        hosts.WriteInventory(more: "  database: { node: node3, databases: [shop] }");
        (int exit, _, string error) = await hosts.RunAsync("apply", "--yes", "--limit", "node3");
        Assert.True(exit == 0, error);
        Assert.Equal("shop\n", await LabHosts.AsRootAsync(3, "ls /var/lib/mysql | grep shop"));

        Assert.Equal(1, await DestroyAsync("lob"));
        Assert.Equal("shop\n", await LabHosts.AsRootAsync(3, "ls /var/lib/mysql | grep shop"));
        Assert.Equal(0, await DestroyAsync("lab"));
        Assert.Equal("", await LabHosts.AsRootAsync(3, "ls -d /var/lib/mysql 2>/dev/null || :; find /etc/edgestack -type f 2>/dev/null || :; dpkg-query -W -f='${Package} ${db:Status-Status}\\n' | grep '^mariadb-server .*installed$' || :"));
    }

    // `script` is the terminal.
    private async Task<int> DestroyAsync(string typed)
    {
        BufferedCommandResult result = await Cli.Wrap("script").WithArguments(["-qec", $"{Programs.CommandLine} destroy --delete-data --limit node3", "/dev/null"]).WithWorkingDirectory(hosts.Folder)
            .WithStandardInputPipe(PipeSource.FromString($"{typed}\n")).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode is 0 or 1, result.StandardOutput);
        return result.ExitCode;
    }
}
