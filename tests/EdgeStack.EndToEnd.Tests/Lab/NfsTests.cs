using System.Globalization;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>Exports of node3, which is behind node1, used from the other two. There is no NFS in this kernel: ganesha serves, and libnfs is the client.</summary>
[Collection(LabTests.Name)]
public sealed class NfsTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    private const string Uuid = "6f1e2c6a-5d4b-4c3a-9f6e-0e5d1c2b3a49";

    // /data is on a real disk; ganesha cannot serve what lies on an overlay.
    private static string Storage(string squash = "root") => $$"""
          storage:
            node: node3
            nfs:
              server: ganesha
              exports:
                - { name: k8s, path: /data/k8s, squash: {{squash}} }
                - { name: one, path: /data/one, clients: [node1], squash: none }
        """;

    [Fact]
    public async Task Exports_are_made_and_used_by_those_alone_that_are_named()
    {
        hosts.Require();
        hosts.WriteInventory(more: Storage());
        Assert.Contains("root of any client is root over the files of one", await hosts.ExpectAsync(2, "plan", "--detailed-exitcode"), StringComparison.Ordinal);
        await hosts.ExpectAsync(0, "apply", "--yes");
        Assert.Contains("Nothing to do.", await hosts.ExpectAsync(0, "apply", "--yes"), StringComparison.Ordinal);
        await hosts.ExpectAsync(0, "verify");

        // Written from node1 and node2 over the network; root of a client is nobody, unless the export says otherwise.
        foreach (string file in (string[])["k8s/.edgestack-probe-node1-*", "k8s/.edgestack-probe-node2-*"])
            Assert.Equal("65534\n", await LabHosts.AsRootAsync(3, $"stat -c %u /data/{file}"));
        Assert.Equal("0\n", await LabHosts.AsRootAsync(3, "stat -c %u /data/one/.edgestack-probe-node1-*"));
        await LabHosts.AsRootAsync(3, "echo there >/data/k8s/file; echo there >/data/one/file");
        Assert.Equal("there\n", await LabHosts.AsRootAsync(2, "nfs-cat 'nfs://10.77.0.13/data/k8s/file?version=4'"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => LabHosts.AsRootAsync(2, "timeout 30 nfs-cat 'nfs://10.77.0.13/data/one/file?version=4'"));

        await MendsAsync();
    }

    [Fact]
    public async Task A_disk_is_mounted_by_its_file_system_and_what_is_not_there_is_told()
    {
        hosts.Require();
        hosts.WriteInventory(more: Disk());
        Assert.Contains($"no disk of it has a file system with the UUID {Uuid}", await hosts.ExpectAsync(2, "plan", "--detailed-exitcode"), StringComparison.Ordinal);

        await LabHosts.AsRootAsync(3, $"truncate -s 64M /data/disk.img; mkfs.ext4 -q -U {Uuid} /data/disk.img; [ -e /dev/loop-control ] || mknod /dev/loop-control c 10 237; for i in 0 1 2 3 4 5 6 7; do [ -e /dev/loop$i ] || mknod /dev/loop$i b 7 $i; done; losetup -f /data/disk.img");
        try
        {
            await hosts.ExpectAsync(0, "apply", "--yes");
            Assert.Contains("Nothing to do.", await hosts.ExpectAsync(0, "apply", "--yes"), StringComparison.Ordinal);
            Assert.Contains("ext4", await LabHosts.AsRootAsync(3, "findmnt -nro FSTYPE --mountpoint /srv/disk"), StringComparison.Ordinal);
            Assert.Equal("UUID=" + Uuid + "\n", await LabHosts.AsRootAsync(3, "findmnt --fstab -nro SOURCE /srv/disk"));

            // By hand unmounted, with something in its place.
            await LabHosts.AsRootAsync(3, "umount /srv/disk; touch /srv/disk/left");
            Assert.Contains("what lies in /srv/disk now is hidden behind the disk", await hosts.ExpectAsync(2, "plan", "--detailed-exitcode"), StringComparison.Ordinal);
            await hosts.ExpectAsync(0, "apply", "--yes");
            Assert.Contains("ext4", await LabHosts.AsRootAsync(3, "findmnt -nro FSTYPE --mountpoint /srv/disk"), StringComparison.Ordinal);
        }
        finally
        {
            await LabHosts.AsRootAsync(3, "umount /srv/disk 2>/dev/null || :; losetup -j /data/disk.img | cut -d: -f1 | xargs -r losetup -d");
        }
    }

    // What somebody stopped or wrote over, and another wish of the owner.
    private async Task MendsAsync()
    {
        await LabHosts.AsRootAsync(3, "systemctl stop nfs-ganesha");
        string plan = await hosts.ExpectAsync(2, "plan", "--detailed-exitcode");
        Assert.Contains("nfs-ganesha.service: not running -> running", plan, StringComparison.Ordinal);
        Assert.Contains("k8s (node3:/data/k8s): cannot be used:", plan, StringComparison.Ordinal);
        await hosts.ExpectAsync(0, "apply", "--yes");
        Assert.Equal("there\n", await LabHosts.AsRootAsync(1, "nfs-cat 'nfs://10.77.0.13/data/k8s/file?version=4'"));

        int before = await StartsAsync();
        hosts.WriteInventory(more: Storage("none"));
        // The folder is the user's by now and stays as it is; what root writes is root's.
        await hosts.ExpectAsync(0, "apply", "--yes");
        Assert.Equal("0\n", await LabHosts.AsRootAsync(3, "stat -c %u \"$(ls -t /data/k8s/.edgestack-probe-node2-* | head -n 1)\""));
        Assert.Equal(before + 1, await StartsAsync());
        await hosts.ExpectAsync(0, "verify");
    }

    private static string Disk() => $$"""
          storage:
            node: node3
            disk: { uuid: {{Uuid}}, mount: /srv/disk }
        """;

    private static async Task<int> StartsAsync() =>
        int.Parse(await LabHosts.AsRootAsync(3, "journalctl -u nfs-ganesha -o cat --no-pager | grep -c '^Started' || :"), CultureInfo.InvariantCulture);
}
