using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>Backups of MariaDB: on its own node, and on the one that keeps the copy.</summary>
internal static class BackupSteps
{
    /// <param name="node">A node of the cluster.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="material">Null when nothing is to be planned.</param>
    public static IEnumerable<IStep> Of(Node node, Cluster cluster, BackupMaterial? material)
    {
        if (cluster.Database is not { Backup: { } backup } database || material is null)
            yield break;
        if (backup.Target is BackupTarget.Folder folder && folder.Node == node.Name && folder.Node != database.Node)
            yield return new CopyKeeper(folder.Path, material.Key.Public);
        if (database.Node != node.Name)
            yield break;
        yield return new PackageStep("db.backup.packages", "what backups are made with", new NameList(["jq", "openssh-client", "restic", "zstd"]));
        yield return new BackupHost(cluster, backup, material);
    }
}
