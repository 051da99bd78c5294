using System.Collections.Frozen;
using System.CommandLine;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What the commands about backups have in common: the database's node, and what is said when it cannot do it.</summary>
internal sealed class DatabaseCommand(Surroundings surroundings)
{
    public const string ExitCodes = "1 it could not be done, which is explained · 4 the database's node could not be reached · 64 the inventory has errors, or no database";

    private readonly ClusterCommand _cluster = new(surroundings);

    public Option<string> File => _cluster.File;

    public BackupReport Report => new(surroundings.Screen, surroundings.Time.GetUtcNow());

    /// <summary>Opens the database's node and hands over.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<InventoryFile, ClusterRun, BackupShell, Task<int>> work)
    {
        if (_cluster.Read(parsed.GetValue(File)!) is not { } inventory)
            return ExitCode.Usage;
        if (inventory.Cluster.Database is not { Backup: not null } database)
        {
            surroundings.Screen.Failure(inventory.Cluster.Database is null ? "the inventory has no database" : "the inventory says nothing of backups");
            surroundings.Screen.Progress("  spec.database.backup does: docs/backups.md.");
            return ExitCode.Usage;
        }

        return await _cluster.RunAsync(inventory, [database.Node], [], async (run, _) =>
        {
            FrozenDictionary<string, int> exits = await run.EachAsync((node, shell) => UnlessFaultyAsync(new BackupShell(node, shell), backups => work(inventory, run, backups)));
            _cluster.ShowFaults(run);
            return run.Faults.Count > 0 ? ExitCode.Unreachable : exits[database.Node];
        }, plans: false);
    }

    private async Task<int> UnlessFaultyAsync(BackupShell backups, Func<BackupShell, Task<int>> work)
    {
        try
        {
            return await work(backups);
        }
        catch (BackupException fault)
        {
            foreach (string line in fault.Before)
                surroundings.Screen.Progress($"    {line}");
            surroundings.Screen.Failure(FaultCode.BackupFailed, $"{backups.Node.Name}: {fault.Message}");
            return ExitCode.Failure;
        }
    }
}
