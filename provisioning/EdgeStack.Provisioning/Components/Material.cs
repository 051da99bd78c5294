using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Secrets;

namespace EdgeStack.Provisioning.Components;

/// <summary>What steps need that neither stands in the inventory nor on a node. Null for what none of the nodes is concerned with.</summary>
/// <param name="Database">For MariaDB.</param>
/// <param name="Backup">For its backups.</param>
internal sealed record Material(DatabaseMaterial? Database, BackupMaterial? Backup)
{
    public static Material None { get; } = new(null, null);

    /// <summary>For whoever only wants to know which steps there are: nothing of it may get to a node.</summary>
    public static Material Nothing(Cluster cluster) => new(cluster.Database is { } database ? DatabaseMaterial.Nothing(database) : null, cluster.Database?.Backup is null ? null : BackupMaterial.Nothing);

    /// <param name="inventory">What is to be.</param>
    /// <param name="nodes">Those that something is planned for.</param>
    /// <param name="secrets">Where secrets come from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="SecretException">A secret cannot be had.</exception>
    public static async Task<Material> FetchAsync(InventoryFile inventory, ImmutableArray<Node> nodes, SecretStore secrets, TimeProvider time, CancellationToken stop)
    {
        if (inventory.Cluster.Database is not { } database)
            return None;
        bool isOnNode = nodes.Any(node => node.Name == database.Node);
        bool isCopied = isOnNode || (database.Backup?.Target is BackupTarget.Folder folder && nodes.Any(node => node.Name == folder.Node));
        return new Material(
            isOnNode ? await DatabaseMaterial.FetchAsync(inventory, database, secrets, time, stop) : null,
            isCopied && database.Backup is { } backup ? await BackupMaterial.FetchAsync(inventory, backup, secrets, stop) : null);
    }
}
