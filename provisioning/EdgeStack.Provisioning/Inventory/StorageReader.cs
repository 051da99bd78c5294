using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Schema;
using YamlDotNet.Core;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Reads <c>spec.storage</c>, which has the right shape already.</summary>
/// <param name="nodes">The nodes of the inventory.</param>
/// <param name="tell">Where, what, and what to do.</param>
internal sealed class StorageReader(ImmutableArray<Node> nodes, Action<Mark, string, string?> tell)
{
    public Storage Read(Fields storage)
    {
        Roles.Check(nodes, storage, Roles.Storage, tell);
        Fields nfs = storage.Mapping("nfs"), disk = storage.Mapping("disk");
        string server = nfs.Text("server")!;
        if (disk.Has("mount"))
            SystemFolders.Check(disk, "mount", tell, isMount: true);
        ImmutableArray<NfsExport> exports = [.. nfs.Mappings("exports").Select(export => ReadExport(export, server))];
        CheckTogether([.. nfs.Mappings("exports")], exports);
        ImmutableArray<Fields> written = [.. nfs.Mappings("mounts")];
        ImmutableArray<NfsMount> mounts = [.. written.Select(mount => ReadMount(mount, exports))];
        CheckTogether(written, mounts);
        return new Storage(storage.Text("node")!, disk.Has("uuid") ? new StorageDisk(disk.Text("uuid")!, disk.Text("mount")!) : null, server, exports, mounts);
    }

    private NfsExport ReadExport(Fields export, string server)
    {
        SystemFolders.Check(export, "path", tell);
        ImmutableArray<string> clients = CheckOrigins(export, "clients", allowsRanges: true);
        if (export.Flag("async") && server == Storage.Ganesha)
            tell(export.At("async"), "async: ganesha writes before it answers", "leave it out, or take `server: kernel`");
        return new NfsExport(export.Text("name")!, export.Text("path")!, clients, export.Text("squash")!, export.Flag("async"), (export.Whole("anonUid"), export.Whole("anonGid")));
    }

    private NfsMount ReadMount(Fields mount, ImmutableArray<NfsExport> exports)
    {
        SystemFolders.Check(mount, "path", tell);
        string name = mount.Text("export")!;
        ImmutableArray<string> on = [.. CheckOrigins(mount, "on", allowsRanges: false).SelectMany(origin => Origins.NodesOf(origin, nodes)).Select(node => node.Name).Distinct(StringComparer.Ordinal)];
        if (exports.FirstOrDefault(export => export.Name == name) is not { } wanted)
            tell(mount.At("export"), $"there is no export '{name}'", NearestName.Suggestion(name, [.. exports.Select(export => export.Name)]));
        else if (on.FirstOrDefault(node => !wanted.Clients.Any(client => Origins.NodesOf(client, nodes).Any(known => known.Name == node))) is { } stranger)
            tell(mount.At("on"), $"{stranger} is not among the clients of {name}", $"add it to the clients of {name}");
        return new NfsMount(name, on, mount.Text("path")!);
    }

    private ImmutableArray<string> CheckOrigins(Fields fields, string key, bool allowsRanges)
    {
        ImmutableArray<string> origins = [.. fields.Texts(key).Distinct(StringComparer.Ordinal)];
        if (origins.IsEmpty)
            tell(fields.At(key), $"{key} is empty", "name at least one node");
        foreach (string origin in origins)
        {
            if (Origins.Fault(origin, nodes, allowsRanges) is var (message, fix))
                tell(fields.At(key), message, fix);
        }

        return origins;
    }

    private void CheckTogether(ImmutableArray<Fields> written, ImmutableArray<NfsExport> exports)
    {
        for (int index = 1; index < exports.Length; index++)
        {
            foreach (NfsExport earlier in exports.Take(index))
            {
                if (earlier.Name == exports[index].Name)
                    tell(written[index].At("name"), $"two exports have the name '{earlier.Name}'", null);
                else if (SystemFolders.IsWithin(exports[index].Path, earlier.Path) || SystemFolders.IsWithin(earlier.Path, exports[index].Path))
                    tell(written[index].At("path"), $"{exports[index].Path} and {earlier.Path} lie within each other: whoever may mount the outer one sees both", "take two folders side by side");
            }
        }
    }

    private void CheckTogether(ImmutableArray<Fields> written, ImmutableArray<NfsMount> mounts)
    {
        for (int index = 1; index < mounts.Length; index++)
        {
            foreach (NfsMount earlier in mounts.Take(index).Where(earlier => earlier.On.Intersect(mounts[index].On, StringComparer.Ordinal).Any()))
            {
                if (earlier.Path == mounts[index].Path || earlier.Export == mounts[index].Export)
                    tell(written[index].At("path"), $"{(earlier.Path == mounts[index].Path ? earlier.Path : earlier.Export)} is mounted twice on {earlier.On.Intersect(mounts[index].On, StringComparer.Ordinal).First()}", null);
            }
        }
    }
}
