namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>A disk is full in the middle of an apply: on each host another one, so that another part of a step fails.</summary>
[Collection(LabTests.Name)]
public sealed class FullDiskTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    // What lies there: the journal, what apt fetches, a file that is to be written.
    private static readonly string[] Folders = ["/var/lib/edgestack", "/var/cache/apt/archives", "/etc/systemd/journald.conf.d"];

    [Fact]
    public async Task Each_host_says_which_step_and_why_and_with_room_again_the_run_is_resumed()
    {
        hosts.Require();
        for (int node = 1; node <= Folders.Length; node++)
            await LabHosts.AsRootAsync(node, $"mkdir -p {Folders[node - 1]}; mount -t tmpfs -o size=256k tmpfs {Folders[node - 1]}; mkdir -p /var/cache/apt/archives/partial; head -c 1M /dev/zero >{Folders[node - 1]}/filler 2>/dev/null || :; test $(df --output=avail {Folders[node - 1]} | tail -n 1) = 0");

        string said = await hosts.ExpectAsync(3, "apply", "--yes");
        Assert.Matches(@"node1 base\.[a-z]+: could not write to its journal, /var/lib/edgestack/journal\.jsonl", said);
        Assert.Contains("node2 base.packages: could not install ", said, StringComparison.Ordinal);
        Assert.Contains("node3 base.journal: could not write /etc/systemd/journald.conf.d/edgestack.conf", said, StringComparison.Ordinal);
        Assert.Contains("No space left on device", said, StringComparison.Ordinal);
        Assert.Contains("enough free space in /var/cache/apt/archives/", said, StringComparison.Ordinal);
        foreach (int node in (int[])[1, 2, 3])
            Assert.Contains($"make room on node{node}: `df -h`", said, StringComparison.Ordinal);
        Assert.Equal("filler\n", await LabHosts.AsRootAsync(3, $"ls -A {Folders[2]}"));

        // Whoever makes room does no more than that.
        for (int node = 1; node <= Folders.Length; node++)
            await LabHosts.AsRootAsync(node, $"rm {Folders[node - 1]}/filler; mount -o remount,size=256m {Folders[node - 1]}");
        await hosts.ExpectAsync(0, "apply", "--resume");
        await hosts.ExpectAsync(0, "verify");
        Assert.Contains("Nothing to do.", await hosts.ExpectAsync(0, "apply", "--yes"), StringComparison.Ordinal);
    }
}
