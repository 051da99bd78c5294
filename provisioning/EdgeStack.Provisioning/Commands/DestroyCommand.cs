using System.Collections.Frozen;
using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Components;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack destroy</c>: takes back everything that was ever done, and data of users too when that is wanted.</summary>
internal sealed class DestroyCommand
{
    private const string Description =
        $"""
        Take back everything that edgestack has ever done to the nodes, run by run, the latest first. Data of users stays, unless with
        --delete-data: then what lies in the folders of programs that edgestack has installed, and now removes, is deleted for good.
        Asks for the cluster's name, so it needs a terminal.

        Exit codes: 0 done, or nothing to take back · 1 the name was another one · 5 another operator is at work · {ClusterCommand.ExitCodes}, or there is no terminal.
        """;

    private readonly Surroundings _surroundings;
    private readonly ClusterCommand _cluster;
    private readonly Option<bool> _deleteData = new("--delete-data") { Description = "Also delete the data of what is removed: databases." };
    private readonly Option<bool> _force = new("--force") { Description = "Also take back files that somebody has changed since; the changes are lost." };
    private readonly Option<int> _revertAfter = RevertOption.Create();
    private readonly Option<bool> _breakLock = new("--break-lock") { Description = "Take the lock from whoever has it." };

    private DestroyCommand(Surroundings surroundings) => (_surroundings, _cluster) = (surroundings, new ClusterCommand(surroundings));

    public static Command Create(Surroundings surroundings) => new DestroyCommand(surroundings).Create();

    private Command Create()
    {
        Command command = new("destroy", Description) { _cluster.File, _cluster.Limit, _deleteData, _force, _revertAfter, _breakLock };
        command.SetAction(async (parsed, _) =>
        {
            if (_surroundings.HasTerminal)
                return await _cluster.RunAsync(parsed, (inventory, run, _) => RunAsync(parsed, inventory, run), plans: false);
            _surroundings.Screen.Failure("destroy asks for the cluster's name, and there is no terminal to ask at; `edgestack undo RUN --yes` takes back one run");
            return ExitCode.Usage;
        });
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, InventoryFile inventory, ClusterRun run)
    {
        if (!await new NodeLocks(_surroundings, "destroy").TakeAsync(run, parsed.GetValue(_breakLock)))
            return ExitCode.Locked;
        FrozenDictionary<string, Journal> journals = await run.EachAsync((_, shell) => Journal.ReadAsync(shell, _surroundings.Stop.Gently));
        ImmutableSortedDictionary<string, ImmutableArray<JournalEntry>> open = journals.Where(pair => !pair.Value.Open.IsEmpty).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Open, StringComparer.Ordinal);
        _cluster.ShowFaults(run);
        if (open.IsEmpty)
        {
            _surroundings.Screen.Progress("There is nothing to take back.");
            return run.Faults.Count > 0 ? ExitCode.Unreachable : ExitCode.Fine;
        }

        UndoReport.Show(_surroundings.Screen, open);
        FrozenDictionary<string, ImmutableArray<string>> data = open.ToFrozenDictionary(pair => pair.Key, pair => DataOf(inventory, pair.Key, pair.Value), StringComparer.Ordinal);
        ShowData(data, parsed.GetValue(_deleteData));
        if (await _surroundings.AskLine($"Type the cluster's name ({inventory.Cluster.Name}) to do it: ", _surroundings.Stop.Gently) != inventory.Cluster.Name)
        {
            _surroundings.Screen.Progress("That is another name; nothing was changed.");
            return ExitCode.Failure;
        }

        UndoReport report = new(_surroundings, TimeSpan.FromSeconds(parsed.GetValue(_revertAfter)));
        FrozenDictionary<string, bool> done = await run.EachAsync(async (node, shell) =>
            await report.TakeBackAsync(run, node, shell, open.GetValueOrDefault(node.Name, []), parsed.GetValue(_force))
            && (!parsed.GetValue(_deleteData) || await DeleteAsync(node, shell, data.GetValueOrDefault(node.Name, []))));
        _cluster.ShowFaults(run);
        return run.Faults.Count > 0 ? ExitCode.Unreachable
            : _surroundings.Stop.Gently.IsCancellationRequested ? ExitCode.Interrupted
            : done.Values.Contains(false) ? ExitCode.SomeHostsFailed
            : ExitCode.Fine;
    }

    // What we have not installed is not ours to delete: a step that found everything there has no entry in the journal.
    private static ImmutableArray<string> DataOf(InventoryFile inventory, string node, ImmutableArray<JournalEntry> open) =>
    [
        .. inventory.Cluster.Nodes.Where(known => known.Name == node).SelectMany(known => Catalogue.NamesOf(known, inventory.Cluster))
            .Where(step => open.Any(entry => entry.Step == step.Name && HasBroughtData(entry))).SelectMany(step => step.Data).Distinct(StringComparer.Ordinal),
    ];

    // The package whose data it is stands first (PackageStep); with the others alone, the server was there before us.
    private static bool HasBroughtData(JournalEntry entry) => (entry.Undo ?? []).OfType<UndoAction.RemovePackages>().Any(packages => packages.HoldsData);

    private void ShowData(FrozenDictionary<string, ImmutableArray<string>> data, bool isDeleted)
    {
        foreach ((string node, ImmutableArray<string> folders) in data.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (string folder in folders)
                _surroundings.Screen.Warning(isDeleted ? $"{node}: everything in {folder} is deleted for good" : $"{node}: {folder} stays; --delete-data deletes it");
        }
    }

    private async Task<bool> DeleteAsync(Node node, IRemoteShell shell, ImmutableArray<string> folders)
    {
        foreach (string folder in folders)
        {
            RemoteReply reply = await shell.RunAsync(new RemoteScript($"{ClusterLock.Held}rm -rf --one-file-system -- {ShellText.Quote(folder)}\n", TimeSpan.FromMinutes(20)), CancellationToken.None);
            if (reply.ExitCode != 0)
            {
                _surroundings.Screen.Failure(FaultCode.NotTakenBack, $"{node.Name} {folder}: could not be deleted: {(reply.ExitCode == ClusterLock.Gone ? "the lock of the node belongs to somebody else by now" : reply.Error.TrimEnd('\n'))}");
                return false;
            }

            _surroundings.Screen.Progress($"{node.Name} {folder}: deleted");
        }

        return true;
    }
}
