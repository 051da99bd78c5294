using EdgeStack.Provisioning.Schema;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What may stand under <c>spec.storage</c>.</summary>
internal static class StorageShape
{
    // What needs no quoting in fstab, exports, units and ganesha.conf alike; neither '.' nor '..' is a part, and nothing stands behind the last '/'.
    private static readonly Shape.Text Path = new("a full path of letters, digits, '.', '_' and '-'", "(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");

    // Letters as they come from whoever names a node, an address, a range or one of our words.
    private static readonly Shape.Text Origin = new("k3sNodes, allNodes, a node, an IP address or a range of them", "[A-Za-z0-9:][A-Za-z0-9.:/-]{0,62}");

    private static readonly Shape.Text Name = new("a name of lower-case letters, digits and '-'", "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static readonly Shape.Mapping Export = new("an export",
    [
        new Field("name", Name, "What it is called.") { IsRequired = true },
        new Field("path", Path, "The folder on the storage node. It is made when it is not there; one that is there stays as it is.") { IsRequired = true },
        new Field("clients", new Shape.OneOrMore(Origin), "Who may mount it. Pods come with the address of their node, so k3sNodes is what volumes in the cluster need.") { Default = Origins.K3sNodes },
        new Field("squash", new Shape.Choice([NfsExport.SquashRoot, NfsExport.SquashAll, NfsExport.SquashNone]), "Who of a client is nobody here. root: its root. all: everybody. none: nobody is, and root of any client is root over these files; some volumes with fsGroup need it.") { Default = NfsExport.SquashRoot },
        new Field("async", new Shape.Flag(), "Fast, and a power cut loses what clients believe to be written. Of the kernel's server only.") { Default = "false" },
        new Field("anonUid", new Shape.Whole(0, int.MaxValue), "The user to whom belongs what a squashed client writes.") { Default = "65534" },
        new Field("anonGid", new Shape.Whole(0, int.MaxValue), "The same for the group.") { Default = "65534" },
    ]);

    /// <summary>The whole of it.</summary>
    public static Shape.Mapping Mapping { get; } = new("what the nodes share",
    [
        new Field("node", new Shape.Text("the name of a node"), "Where the disk is: a node with the role storage.") { IsRequired = true },
        new Field("disk", new Shape.Mapping("a disk with a file system",
        [
            new Field("uuid", new Shape.Text("the UUID of a file system: `lsblk -o NAME,SIZE,FSTYPE,UUID` shows them", "[A-Za-z0-9-]{4,64}"), "Of the file system. Nothing is ever formatted here.") { IsRequired = true },
            new Field("mount", Path, "Where it is mounted, at each boot too.") { IsRequired = true },
        ]), "The disk on which the exports lie. Without it they lie where they lie."),
        new Field("nfs", new Shape.Mapping("NFS",
        [
            new Field("server", new Shape.Choice([Storage.Kernel, Storage.Ganesha]), "kernel: the server of the kernel. ganesha: a program, for kernels without one.") { Default = Storage.Kernel },
            new Field("exports", new Shape.List(Export), "What others may mount."),
            new Field("mounts", new Shape.List(new Shape.Mapping("a mount",
            [
                new Field("export", Name, "The name of an export.") { IsRequired = true },
                new Field("on", new Shape.OneOrMore(Origin), "The nodes that mount it; they must be among its clients.") { IsRequired = true },
                new Field("path", Path, "Where, on those nodes; mounted when somebody looks there first.") { IsRequired = true },
            ])), "Where nodes themselves see an export; volumes of the cluster need none."),
        ]), "NFS 4, to those alone that are named."),
    ]);
}
