using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>What the nodes share: the disk, the server on its node, and its clients on theirs.</summary>
internal static class NfsSteps
{
    private const string KernelUnit = "nfs-server.service";

    public static IEnumerable<IStep> Of(Node node, Cluster cluster)
    {
        if (cluster.Storage is not { } storage)
            yield break;
        if (storage.Node == node.Name)
        {
            foreach (IStep step in OfServer(cluster, storage))
                yield return step;
        }

        ImmutableArray<NfsExport> used = [.. storage.Exports.Where(export => export.ClientsAmong(cluster.Nodes).Contains(node))];
        if (used.IsEmpty)
            yield break;
        Node server = cluster.Nodes.Single(other => other.Name == storage.Node);
        yield return new ClientPackages();
        yield return new ExportAccess(node, server, used);
        foreach (NfsMount mount in storage.Mounts.Where(mount => mount.On.Contains(node.Name)))
            yield return new NodeMount(mount, used.Single(export => export.Name == mount.Export), server);
    }

    private static IEnumerable<IStep> OfServer(Cluster cluster, Storage storage)
    {
        if (storage.Disk is { } disk)
            yield return new DiskMount(disk);
        if (storage.Exports.IsEmpty)
            yield break;
        yield return new ExportFolders(storage);
        if (storage.Server == Storage.Ganesha)
        {
            yield return new PackageStep("nfs.install", "nfs-ganesha", new NameList(["nfs-ganesha", "nfs-ganesha-vfs"]));
            yield return AloneAt2049(new GaneshaServer(cluster, storage), KernelUnit);
            yield break;
        }

        yield return InKernel(new PackageStep("nfs.install", "the tools of the kernel's NFS server", new NameList(["nfs-kernel-server"])));
        ManagedFile settings = new("/etc/nfs.conf.d/edgestack.conf", Content.OfText("# managed by edgestack: nfs.server\n[nfsd]\nvers3=n\nvers4.0=n\nthreads=4\n")), unit = ExportClients.UnitFile(KernelUnit, storage);
        yield return AloneAt2049(InKernel(new FileStep("nfs.server", "the kernel's NFS server: version 4 alone", [settings, unit], new UnitState(KernelUnit, [settings, unit]))), GaneshaServer.Unit);
        yield return InKernel(new KernelExports(cluster, storage));
    }

    private static GuardedStep InKernel(IStep step) => new(step, [NfsKernel.ServerQuery], facts =>
        NfsKernel.Serves(facts) ? null : new StepOutcome.Unsupported("its kernel has no NFS server; `server: ganesha` needs none"));

    // Both would have the same port.
    private static GuardedStep AloneAt2049(IStep step, string otherUnit)
    {
        FactQuery.Unit other = new(otherUnit);
        return new GuardedStep(step, [other], facts => facts.Of(other).IsActive ? new StepOutcome.Blocked($"{otherUnit} runs, and has the port of NFS", $"`sudo systemctl disable --now {otherUnit}` when nobody uses it any more") : null);
    }
}
