using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Inventory;

public sealed class StorageReaderTests
{
    private const string Head = """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          nodes: [{ name: web, address: 10.0.0.1, roles: [agent] }, { name: store, address: 10.0.0.3, roles: [storage] }]

        """;

    [Fact]
    public void What_is_not_said_about_an_export_has_a_default()
    {
        Storage storage = Read("{ node: store, nfs: { exports: [{ name: k8s, path: /srv/k8s }] } }").Cluster!.Storage!;
        Assert.Equal(("store", "kernel", null), (storage.Node, storage.Server, storage.Disk));
        NfsExport export = Assert.Single(storage.Exports);
        Assert.Equal(("k8s", "/srv/k8s", "root", false, (65534, 65534), 65534), (export.Name, export.Path, export.Squash, export.IsAsync, export.Anonymous, export.OwnerOfRoot));
        Assert.Equal(["k3sNodes"], export.Clients);
    }

    [Fact]
    public void Clients_are_groups_nodes_addresses_and_ranges_and_a_node_is_a_client_once()
    {
        InventoryReading reading = Read("{ node: store, nfs: { server: ganesha, exports: [{ name: a, path: /srv/a, clients: [k3sNodes, web, allNodes, 10.0.0.9, 10.1.0.0/16], squash: all, anonUid: 7, anonGid: 8 }] } }");
        Storage storage = reading.Cluster!.Storage!;
        Assert.Equal(["web", "store"], storage.Exports[0].ClientsAmong(reading.Cluster.Nodes).Select(node => node.Name));
        Assert.Equal((7, 7, 8), (storage.Exports[0].OwnerOfRoot, storage.Exports[0].Anonymous.User, storage.Exports[0].Anonymous.Group));
    }

    [Fact]
    public void A_mount_is_on_the_nodes_of_the_group_that_it_names() =>
        Assert.Equal(["web", "store"], Read("{ node: store, nfs: { exports: [{ name: a, path: /srv/a, clients: allNodes }], mounts: [{ export: a, on: allNodes, path: /mnt/a }] } }").Cluster!.Storage!.Mounts[0].On);

    [Theory]
    [InlineData("{ node: stor }", "there is no node 'stor' (did you mean 'store'?)")]
    [InlineData("{ node: web }", "web has not the role storage (add it to the roles of the node)")]
    [InlineData("{ node: store, disk: { mount: /srv/disk } }", "spec.storage.disk.uuid is missing: ")]
    [InlineData("{ node: store, disk: { uuid: \"a b\", mount: /srv/disk } }", "spec.storage.disk.uuid: 'a b' is not the UUID of a file system")]
    [InlineData("{ node: store, disk: { uuid: abcd, mount: /usr/share/x } }", "/usr/share/x is the system's, or may be (take a folder of its own below /srv, /mnt, /media, /data or /home/NAME)")]
    [InlineData("{ node: store, nfs: { server: kernl } }", "spec.storage.nfs.server: 'kernl' is not one of kernel, ganesha")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: srv }] } }", "spec.storage.nfs.exports[0].path: 'srv' is not a full path")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/../etc }] } }", "spec.storage.nfs.exports[0].path: '/srv/../etc' is not a full path")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: \"/srv/a b\" }] } }", "spec.storage.nfs.exports[0].path: '/srv/a b' is not a full path")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/ }] } }", "spec.storage.nfs.exports[0].path: '/srv/' is not a full path")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv }] } }", "/srv is the system's, or may be (")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /var/lib/mysql/x }] } }", "/var/lib/mysql/x is the system's, or may be (")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /var/spool/cron }] } }", "/var/spool/cron is the system's, or may be (")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /home/pi }] } }", "/home/pi is somebody's home (take a folder of its own in it)")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a, clients: k3sNode }] } }", "'k3sNode' is neither a node nor a range of addresses (did you mean 'k3sNodes'?)")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a, clients: 10.0.0.1/8 }] } }", "'10.0.0.1/8' is neither a node nor a range of addresses")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a, clients: [] }] } }", "clients is empty (name at least one node)")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a }, { name: a, path: /srv/b }] } }", "two exports have the name 'a'")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a }, { name: b, path: /srv/a/b }] } }", "/srv/a/b and /srv/a lie within each other: whoever may mount the outer one sees both (take two folders side by side)")]
    [InlineData("{ node: store, nfs: { server: ganesha, exports: [{ name: a, path: /srv/a, async: true }] } }", "async: ganesha writes before it answers (leave it out, or take `server: kernel`)")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a }], mounts: [{ export: b, on: web, path: /mnt/a }] } }", "there is no export 'b' (did you mean 'a'?)")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a }], mounts: [{ export: a, on: store, path: /mnt/a }] } }", "store is not among the clients of a (add it to the clients of a)")]
    [InlineData("{ node: store, nfs: { exports: [{ name: a, path: /srv/a }], mounts: [{ export: a, on: web, path: /mnt/a }, { export: a, on: web, path: /mnt/b }] } }", "a is mounted twice on web")]
    public void A_mistake_is_told_with_what_to_write(string storage, string expected)
    {
        string problem = Assert.Single(Read(storage).Problems).ToString();
        Assert.StartsWith("cluster.yaml:6:", problem, StringComparison.Ordinal);
        Assert.Contains($"error: {expected}", problem, StringComparison.Ordinal);
    }

    private static InventoryReading Read(string storage) => new InventoryReader("cluster.yaml", _ => null).Read($"{Head}  storage: {storage}\n");
}
