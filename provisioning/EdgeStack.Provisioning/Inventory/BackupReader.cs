using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Schema;
using YamlDotNet.Core;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Reads <c>spec.database.backup</c>, which has the right shape already.</summary>
/// <param name="nodes">The nodes of the inventory.</param>
/// <param name="secret">Reads a reference to a secret.</param>
/// <param name="tell">Where, what, and what to do.</param>
internal sealed class BackupReader(ImmutableArray<Node> nodes, Func<Fields, string, SecretReference?> secret, Action<Mark, string, string?> tell)
{
    public DatabaseBackup Read(Fields backup)
    {
        Fields keep = backup.Mapping("keep");
        SystemFolders.Check(backup, "path", tell);
        return new DatabaseBackup(backup.Text("schedule")!, new BackupRetention(keep.Whole("daily"), keep.Whole("weekly"), keep.Whole("monthly")), backup.Text("path")!,
            ReadTarget(backup.Mapping("target")), backup.Flag("pitr"), backup.Text("restoreTest")!);
    }

    private BackupTarget ReadTarget(Fields target)
    {
        SecretReference password = Secret(target, "password");
        if (target.Has("s3"))
        {
            if (target.Has("node") || target.Has("path"))
                tell(target.At("s3"), "the copy goes either to a node or to s3", "leave one of them out");
            Fields bucket = target.Mapping("s3");
            return new BackupTarget.Bucket(bucket.Text("endpoint")!, bucket.Text("bucket")!, Secret(bucket, "accessKey"), Secret(bucket, "secretKey"), password);
        }

        (string? node, string? path) = (target.Text("node"), target.Text("path"));
        if (node is null || path is null)
            tell(target.At(), $"target: {(node is null ? "node" : "path")} is missing", "node and path, or s3");
        else if (nodes.All(known => known.Name != node))
            tell(target.At("node"), $"there is no node '{node}'", NearestName.Suggestion(node, [.. nodes.Select(known => known.Name)]));
        if (path is not null)
            SystemFolders.Check(target, "path", tell);
        return new BackupTarget.Folder(node ?? "", path ?? "", password);
    }

    // One that stands in the inventory itself has been told of.
    private SecretReference Secret(Fields fields, string key) => secret(fields, key) ?? new SecretReference.Prompt();
}
