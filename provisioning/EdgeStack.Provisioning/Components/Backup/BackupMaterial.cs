using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Secrets;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>What backups need that neither stands in the inventory nor on a node.</summary>
/// <param name="Password">What the copy is encrypted with.</param>
/// <param name="Bucket">Who writes to the bucket, and the proof; null for a folder.</param>
/// <param name="Key">With what the database's node logs in where the copy is kept.</param>
internal sealed record BackupMaterial(Secret Password, (Secret AccessKey, Secret SecretKey)? Bucket, SshKey Key)
{
    private const int ShortestPassword = 8;

    /// <summary>For whoever only wants to know which steps there are: nothing of it may get to a node.</summary>
    public static BackupMaterial Nothing { get; } = new(new Secret(""), null, new SshKey(new Secret(""), ""));

    /// <exception cref="SecretException">A secret cannot be had.</exception>
    public static async Task<BackupMaterial> FetchAsync(InventoryFile inventory, DatabaseBackup backup, SecretStore secrets, CancellationToken stop)
    {
        const string What = "password of the database's backups";
        Secret password = await secrets.FetchAsync(backup.Target.Password, What, stop);
        if (password.Reveal().Length < ShortestPassword)
            throw new SecretException($"{What}: is shorter than {ShortestPassword} characters");
        (Secret, Secret)? bucket = backup.Target is BackupTarget.Bucket s3
            ? (await secrets.FetchAsync(s3.AccessKey, "access key of the bucket", stop), await secrets.FetchAsync(s3.SecretKey, "secret key of the bucket", stop))
            : null;
        return new BackupMaterial(password, bucket, SshKey.For(inventory.Folder.Certificates, "backup"));
    }
}
