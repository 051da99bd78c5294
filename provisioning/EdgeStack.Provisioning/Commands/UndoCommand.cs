using System.Collections.Frozen;
using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack undo</c>: takes back what a run or a step has done.</summary>
internal sealed class UndoCommand
{
    private const string Description =
        $"""
        Take back what a run has done, or the last run of one step: files are as the run found them, packages that it installed are removed,
        units are as they were. Data of users is never touched. Without a name, the last run. What cannot be taken back is named. What somebody
        has changed since is left, unless with --force. What might lock us out (sshd, firewall) comes back unless a new connection succeeds.

        Exit codes: 0 done, or nothing to take back · 1 refused · 5 another operator is at work · {ClusterCommand.ExitCodes}.
        """;

    private readonly Surroundings _surroundings;
    private readonly ClusterCommand _cluster;
    private readonly Argument<string?> _what = new("RUN|STEP") { Arity = ArgumentArity.ZeroOrOne, Description = "A run's name (20261130-021352), or a step's (base.journal)." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    private readonly Option<bool> _force = new("--force") { Description = "Also take back files that somebody has changed since; the changes are lost." };
    private readonly Option<int> _revertAfter = RevertOption.Create();
    private readonly Option<bool> _breakLock = new("--break-lock") { Description = "Take the lock from whoever has it." };

    private UndoCommand(Surroundings surroundings) => (_surroundings, _cluster) = (surroundings, new ClusterCommand(surroundings));

    public static Command Create(Surroundings surroundings) => new UndoCommand(surroundings).Create();

    private Command Create()
    {
        _what.CompletionSources.Add(context =>
        {
            string file = InventoryOption.Named(context, _cluster.File);
            return [.. _cluster.Names.Runs(file), .. _cluster.Names.Steps(file)];
        });
        Command command = new("undo", Description) { _what, _cluster.File, _cluster.Limit, _yes, _force, _revertAfter, _breakLock };
        command.SetAction((parsed, _) => _cluster.RunAsync(parsed, async (inventory, run, _) => await RunAsync(parsed, inventory, run), plans: false));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, InventoryFile inventory, ClusterRun run)
    {
        if (!await new NodeLocks(_surroundings, "undo").TakeAsync(run, parsed.GetValue(_breakLock)))
            return ExitCode.Locked;
        FrozenDictionary<string, Journal> journals = await run.EachAsync((_, shell) => Journal.ReadAsync(shell, _surroundings.Stop.Gently));
        string? what = parsed.GetValue(_what) ?? journals.Values.SelectMany(journal => journal.Entries).Select(entry => entry.Run).Max(StringComparer.Ordinal);
        SortedDictionary<string, ImmutableArray<JournalEntry>> begun = new(StringComparer.Ordinal);
        foreach ((string node, Journal journal) in journals)
        {
            if (what is not null && journal.Begun(what) is { IsEmpty: false } steps)
                begun[node] = steps;
        }

        _cluster.ShowFaults(run);
        if (begun.Count == 0)
        {
            _surroundings.Screen.Progress(what is null ? "Nothing was ever done to these nodes." : $"There is nothing of {what} to take back in the journals of {string.Join(", ", journals.Keys.Order(StringComparer.Ordinal))}.");
            return run.Faults.Count > 0 ? ExitCode.Unreachable : ExitCode.Fine;
        }

        UndoReport.Show(_surroundings.Screen, begun);
        if (!parsed.GetValue(_yes) && await IsAgreedAsync() is { } refused)
            return refused;
        int unreachable = run.Faults.Count;
        UndoReport report = new(_surroundings, TimeSpan.FromSeconds(parsed.GetValue(_revertAfter)));
        FrozenDictionary<string, bool> done = await run.EachAsync((node, shell) => report.TakeBackAsync(run, node, shell, begun.GetValueOrDefault(node.Name, []), parsed.GetValue(_force)));
        if (run.Faults.Count > unreachable)
            _cluster.ShowFaults(run);
        return run.Faults.Count > 0 ? ExitCode.Unreachable
            : _surroundings.Stop.Gently.IsCancellationRequested ? ExitCode.Interrupted
            : done.Values.Contains(false) ? ExitCode.SomeHostsFailed
            : ExitCode.Fine;
    }

    /// <returns>What to end with; null when it may be done.</returns>
    private async Task<int?> IsAgreedAsync()
    {
        if (await _surroundings.AskLine("Take it back? [y/N] ", _surroundings.Stop.Gently) is { } answer)
            return YesOrNo.IsYes(answer) ? null : ExitCode.Failure;
        _surroundings.Screen.Failure("there is no terminal to ask at; --yes does it without asking");
        return ExitCode.Usage;
    }
}
