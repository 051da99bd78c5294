using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>The exports of the kernel's server: in a file of their own, and in force.</summary>
internal sealed partial class KernelExports(Cluster cluster, Storage storage) : IStep
{
    private const string Path = "/etc/exports.d/edgestack.exports";

    private static readonly FactQuery.File Query = new(Path);
    private static readonly FactQuery.Command InForce = new("exportfs -s");

    // A file system without a UUID (tmpfs, overlay) needs a name by which clients know it again.
    private readonly FactQuery.Command _names = new(string.Concat(storage.Exports.Select(export =>
        $"p={export.Path}; while [ ! -e \"$p\" ]; do p=$(dirname \"$p\"); done; u=$(findmnt -nro UUID --target \"$p\" | tail -n 1); echo \"${{u:-none}}\"; ")));

    public string Name => "nfs.exports";

    public string Title => "what is exported to whom";

    public ImmutableArray<FactQuery> Queries => [Query, InForce, _names, NodeAddresses.Query];

    public StepOutcome Judge(NodeFacts facts)
    {
        string[] names = facts[_names].Lines;
        if (names.Length != storage.Exports.Length)
            throw new FormatException("it does not say on which file systems the exports lie");
        List<(string Path, string Client, string[] Options)> wanted = [];
        foreach ((NfsExport export, string name) in storage.Exports.Zip(names))
        {
            (ImmutableArray<string> addresses, StepOutcome.Blocked? blocked) = ExportClients.Of(export, cluster, storage, facts);
            if (blocked is not null)
                return blocked;
            wanted.AddRange(addresses.Select(address => (export.Path, address, OptionsOf(export, name))));
        }

        string lines = string.Concat(wanted.GroupBy(one => one.Path).Select(export => $"{export.Key} {string.Join(' ', export.Select(one => $"{one.Client}({string.Join(',', one.Options)})"))}\n"));
        ManagedFile file = new(Path, Content.OfText($"# managed by edgestack: nfs.exports\n{lines}"));
        List<Difference> differences = [];
        List<NodeAction> actions = [];
        if (file.Compare(facts.Own) is { } different)
        {
            differences.Add(different);
            actions.Add(new NodeAction.WriteFile(file));
        }

        (string Path, string Client, string[] Options)[] now = [.. facts[InForce].Lines.Select(line => Export().Match(line)).Where(match => match.Success).Select(match => (match.Groups["path"].Value, match.Groups["client"].Value, match.Groups["options"].Value.Split(',')))];
        differences.AddRange(wanted.Where(one => !now.Any(other => other.Path == one.Path && other.Client == one.Client && IsFulfilled(one.Options, other.Options))).Select(one => new Difference.Value($"{one.Path} for {one.Client}", null, "exported")));
        if (differences.Count == 0)
        {
            // Of what our file once said, nothing is left after `exportfs -r`; this is another file's.
            return now.FirstOrDefault(other => wanted.Any(one => one.Path == other.Path) && !wanted.Any(one => one.Path == other.Path && one.Client == other.Client)) is { Path: { } path } stranger
                ? new StepOutcome.Blocked($"{path} is exported to {stranger.Client} as well, by another file", "`grep -rn '' /etc/exports /etc/exports.d` shows which; take that line out, or name the client in the inventory")
                : StepOutcome.Unchanged.Instance;
        }

        actions.Add(new NodeAction.Run("export them", "exportfs -ra") { UndoScript = "exportfs -ra" });
        return new StepOutcome.Change([.. differences], [.. actions]) { Warning = ExportClients.Warning(storage) };
    }

    // What stands for the usual value is not told by the server.
    private static bool IsFulfilled(string[] wanted, string[] now) => wanted.All(option => now.Contains(option) || option is "anonuid=65534" or "anongid=65534");

    private static string[] OptionsOf(NfsExport export, string fileSystem) =>
    [
        "rw", export.IsAsync ? "async" : "sync", "no_subtree_check", export.Squash == NfsExport.SquashNone ? "no_root_squash" : "root_squash", .. export.Squash == NfsExport.SquashAll ? ["all_squash"] : (string[])[],
        $"anonuid={export.Anonymous.User}", $"anongid={export.Anonymous.Group}", "sec=sys", .. fileSystem == "none" ? [$"fsid={new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(export.Name)).AsSpan(0, 16))}"] : (string[])[],
    ];

    [GeneratedRegex(@"^(?<path>/\S*)\s+(?<client>[^\s(]+)\((?<options>[^)]*)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Export();
}
