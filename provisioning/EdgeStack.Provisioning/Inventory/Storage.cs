using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What the nodes share over NFS.</summary>
/// <param name="Node">The name of the node that has the disk; has the role storage.</param>
/// <param name="Disk">Null: what is exported lies where it lies.</param>
/// <param name="Server">kernel or ganesha.</param>
/// <param name="Exports">Names and paths are unique, and no path is below another.</param>
/// <param name="Mounts">Where nodes themselves see an export; pods need none.</param>
internal sealed record Storage(string Node, StorageDisk? Disk, string Server, ImmutableArray<NfsExport> Exports, ImmutableArray<NfsMount> Mounts)
{
    /// <summary>Words for <see cref="Server"/>.</summary>
    public const string Kernel = "kernel", Ganesha = "ganesha";
}
