using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>What both servers need to know of exports.</summary>
internal static class ExportClients
{
    private const string Itself = "127.0.0.1";

    /// <summary>Addresses and ranges that may mount an export; blocked when that of a node is not known.</summary>
    public static (ImmutableArray<string> Addresses, StepOutcome.Blocked? Blocked) Of(NfsExport export, Cluster cluster, Storage storage, NodeFacts facts)
    {
        (ImmutableArray<string> addresses, StepOutcome.Blocked? blocked) = NodeAddresses.Of(export.Clients, cluster, facts);
        // The node itself goes by a short way when it knows itself by its name.
        bool isOwnClient = export.ClientsAmong(cluster.Nodes).Any(node => node.Name == storage.Node);
        return (isOwnClient && blocked is null ? [.. addresses.Add(Itself).Distinct(StringComparer.Ordinal)] : addresses, blocked);
    }

    /// <summary>What whoever agrees should know; null when there is nothing.</summary>
    public static string? Warning(Storage storage)
    {
        string[] open = [.. storage.Exports.Where(export => export.Squash == NfsExport.SquashNone).Select(export => export.Name)];
        string[] lossy = [.. storage.Exports.Where(export => export.IsAsync).Select(export => export.Name)];
        string[] warnings =
        [
            .. open.Length > 0 ? [$"root of any client is root over the files of {string.Join(", ", open)} (squash: none)"] : (string[])[],
            .. lossy.Length > 0 ? [$"a power cut loses what clients believe to be written to {string.Join(", ", lossy)} (async)"] : (string[])[],
        ];
        return warnings.Length > 0 ? string.Join("; ", warnings) : null;
    }

    /// <summary>The server waits for the disk of the exports: without it, it would show the empty folder below.</summary>
    public static ManagedFile UnitFile(string unit, Storage storage) => new($"/etc/systemd/system/{unit}.d/edgestack.conf", Content.OfText(
        $"# managed by edgestack: nfs.server\n[Unit]\nRequiresMountsFor={string.Join(' ', storage.Exports.Select(export => export.Path))}\nWants=network-online.target\nAfter=network-online.target\n"));
}
