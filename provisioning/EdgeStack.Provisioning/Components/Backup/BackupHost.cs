using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>The database's node: the program that makes backups, what it has to know, and the timers that start it. Taken back, dumps and copies stay.</summary>
/// <param name="cluster">Has a database.</param>
/// <param name="backup">How it is backed up.</param>
/// <param name="material">Secrets and the key.</param>
internal sealed class BackupHost(Cluster cluster, DatabaseBackup backup, BackupMaterial material) : IStep
{
    private readonly Node? _keeper = backup.Target is BackupTarget.Folder folder && folder.Node != cluster.Database!.Node ? cluster.Nodes.First(node => node.Name == folder.Node) : null;

    private readonly FactQuery.Command? _disks = backup.Target is BackupTarget.Folder own && own.Node == cluster.Database!.Node ? DiskQuery.Of(own.Path) : null;

    private readonly FactQuery.Command _reached = BackupFiles.IsReached(backup.Path);

    public string Name => "db.backup";

    public string Title => "dumps, binary logs, their copy elsewhere, and a trial of the way back";

    public ImmutableArray<StepKey> After => _keeper is null ? [] : [new StepKey(_keeper.Name, CopyKeeper.StepName)];

    // What is in the files does not matter for the questions.
    public ImmutableArray<FactQuery> Queries =>
    [
        .. Files("", "").Select(file => (FactQuery)file.Query), .. BackupUnits.Timers(cluster.Database!.Node, backup).Select(timer => (FactQuery)timer.Query), NodeAddresses.Query, _reached, .. _disks is null ? (ImmutableArray<FactQuery>)[] : [_disks],
    ];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (_disks is not null && DiskQuery.IsSame(facts[_disks]))
        {
            return new StepOutcome.Blocked($"the copy would lie on the disk that has MariaDB's data ({((BackupTarget.Folder)backup.Target).Path}): what takes the one takes the other",
                "name another node or an s3 bucket as database.backup.target, or a folder on another disk that is mounted");
        }

        string address = "", keys = "";
        if (_keeper is not null)
        {
            if (NodeAddresses.Of(_keeper, facts) is not { } known || !facts.All.TryGetValue(_keeper.Name, out Facts? its))
                return new StepOutcome.Blocked($"the host keys of {_keeper.Name}, which keeps the copy, are not known while it cannot be asked", $"bring it up, and do not leave {_keeper.Name} out by --limit");
            (address, keys) = (known.ToString(), its[CopyKeeper.HostKeys].Text);
        }

        List<Difference> differences = [.. Files(address, keys).Select(file => file.Compare(facts.Own)).OfType<Difference>()];
        List<NodeAction> actions = [.. differences.OfType<Difference.File>().Select(file => new NodeAction.WriteFile(file.Wanted))];
        // A wrong port, key or password is told now, and not at night.
        if (actions.Count > 0 || facts[_reached].Text != "yes")
        {
            differences.AddRange(differences.Count > 0 ? [] : [new Difference.Value("the copy", "not reached", "reached")]);
            actions.Add(new NodeAction.Run("reach the place of the copy", $"{BackupFiles.ProgramPath} reach") { UndoScript = ":" });
        }

        foreach (UnitState timer in BackupUnits.Timers(cluster.Database!.Node, backup))
        {
            if (timer.Compare(facts.Own) is not { } state)
                continue;
            differences.AddRange(state.Differences);
            actions.Add(state.Action);
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }

    private ImmutableArray<ManagedFile> Files(string address, string keys) =>
    [
        BackupFiles.Restore,
        BackupFiles.Copy,
        BackupFiles.Program,
        BackupFiles.Secrets(material),
        BackupFiles.Settings(cluster.Database!.Node, backup, _keeper is not null),
        .. _keeper is null ? (ImmutableArray<ManagedFile>)[] : [BackupFiles.Key(material), BackupFiles.KnownHosts(keys), BackupFiles.SshConfiguration(address, _keeper.Access.Port ?? BackupFiles.SshPort)],
        .. BackupUnits.Files(cluster.Database!.Node, backup),
    ];
}
