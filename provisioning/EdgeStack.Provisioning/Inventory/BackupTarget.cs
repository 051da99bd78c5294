namespace EdgeStack.Provisioning.Inventory;

/// <summary>Where the copy of the dumps goes; it is encrypted there.</summary>
/// <param name="Password">Without it nobody can read the copy, its owner neither.</param>
internal abstract record BackupTarget(SecretReference Password)
{
    /// <summary>A folder of a node; of the database's own when it has a second disk.</summary>
    internal sealed record Folder(string Node, string Path, SecretReference Password) : BackupTarget(Password);

    /// <summary>A bucket that speaks S3.</summary>
    /// <param name="Endpoint">With its scheme: https://s3.example.org.</param>
    /// <param name="Name">May have a folder behind it.</param>
    /// <param name="AccessKey">Who.</param>
    /// <param name="SecretKey">The proof.</param>
    /// <param name="Password">Without it nobody can read the copy.</param>
    internal sealed record Bucket(string Endpoint, string Name, SecretReference AccessKey, SecretReference SecretKey, SecretReference Password) : BackupTarget(Password);
}
