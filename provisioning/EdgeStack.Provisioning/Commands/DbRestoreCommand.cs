using System.CommandLine;
using System.Globalization;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack db restore</c>: brings the database back to a moment.</summary>
internal sealed class DbRestoreCommand
{
    private const string Description =
        $"""
        Bring the database back: the newest dump, and what was written since. With --to, as it was just before that moment: what somebody dropped then is back.
        With --from alone, that dump and nothing behind it. With --database, only that one; without, all databases and accounts of the server
        are replaced. When the dumps are gone with the disk, they are fetched from the copy first.

        Exit codes: 0 it is back · 5 another operator is at work · {DatabaseCommand.ExitCodes}, or nobody agreed.
        """;

    private readonly Surroundings _surroundings;
    private readonly DatabaseCommand _database;
    private readonly Option<string?> _only = new("--database") { Description = "Only this database.", HelpName = "NAME" };
    private readonly Option<string?> _to = new("--to") { Description = $"The moment to come back to; your own time zone unless it has one: {RestoreTime.Example}.", HelpName = "TIME" };
    private readonly Option<string?> _from = new("--from") { Description = "Begin with this dump (`edgestack db list`), not with the newest that fits.", HelpName = "ID" };
    private readonly Option<string?> _agreed = new("--confirm") { Description = "The cluster's name: do not ask for it.", HelpName = "CLUSTER" };
    private readonly Option<bool> _force = new("--break-lock") { Description = "Take the lock from whoever has it." };

    private DbRestoreCommand(Surroundings surroundings) => (_surroundings, _database) = (surroundings, new DatabaseCommand(surroundings));

    public static Command Create(Surroundings surroundings) => new DbRestoreCommand(surroundings).Create();

    private Command Create()
    {
        _to.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } written && RestoreTime.Parse(written, _surroundings.Time.LocalTimeZone) is null)
                result.AddError($"--to: '{written}' is no moment; {RestoreTime.Example} are");
        });
        Command command = new("restore", Description) { _only, _to, _from, _agreed, _force, _database.File };
        command.SetAction((parsed, _) => _database.RunAsync(parsed, (inventory, run, backups) => RunAsync(parsed, inventory, run, backups)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, InventoryFile inventory, ClusterRun run, BackupShell backups)
    {
        DateTimeOffset? to = parsed.GetValue(_to) is { } written ? RestoreTime.Parse(written, _surroundings.Time.LocalTimeZone) : null;
        if (to > _surroundings.Time.GetUtcNow())
        {
            _surroundings.Screen.Failure($"--to: {Moment(to.Value)} is yet to come");
            return ExitCode.Usage;
        }

        if (!await new NodeLocks(_surroundings, "db restore").TakeAsync(run, parsed.GetValue(_force)))
            return ExitCode.Locked;
        string? only = parsed.GetValue(_only);
        RestoreChoice choice = await backups.ChooseAsync(to, parsed.GetValue(_from), only, _surroundings.Stop.Gently);
        Show(choice, backups.Node, only);
        if (await RefusalAsync(parsed.GetValue(_agreed), inventory.Cluster.Name) is { } refused)
            return refused;
        _surroundings.Screen.Progress($"{backups.Node.Name}: restoring …");
        long start = _surroundings.Time.GetTimestamp();
        // Not stopped: half a database is worse than either.
        await backups.RestoreAsync(choice, only, CancellationToken.None);
        _surroundings.Screen.Progress(string.Create(CultureInfo.InvariantCulture, $"Done in {_surroundings.Time.GetElapsedTime(start).TotalSeconds:0} s."));
        // What came before is still in the dumps and logs that are there; later moments count from a new one.
        await backups.BeginAsync(BackupUnits.Backup, CancellationToken.None);
        _surroundings.Screen.Progress($"A new dump is being made.{(only is null ? " Accounts are as they were then; `edgestack apply` makes them what the inventory says." : "")}");
        return ExitCode.Fine;
    }

    private void Show(RestoreChoice choice, Node node, string? only)
    {
        Screen screen = _surroundings.Screen;
        screen.Progress($"The dump {choice.Id}, whole since {Moment(DateTimeOffset.FromUnixTimeSeconds(choice.Finished))}.");
        screen.Progress(choice.To switch
        {
            not "dump" when choice.Logs == 0 => "Nothing that was written since: the binary logs of that time are not there.",
            "dump" => "Nothing that was written since.",
            "end" => $"What was written since, as far as it was copied ({choice.Logs} binary logs).",
            _ => $"What was written since, up to {Moment(DateTimeOffset.FromUnixTimeSeconds(long.Parse(choice.To, CultureInfo.InvariantCulture)))} ({choice.Logs} binary logs).",
        });
        string now = choice.Now.IsEmpty ? "none" : string.Join(", ", choice.Now);
        screen.Warning(only is not null ? $"the database {only} of {node.Name} is replaced" : $"all databases of {node.Name} are replaced (there now: {now})");
    }

    /// <returns>What to end with; null when it may be done.</returns>
    private async Task<int?> RefusalAsync(string? agreed, string cluster)
    {
        agreed ??= await _surroundings.AskLine($"Type the cluster's name to do it ({cluster}): ", _surroundings.Stop.Gently);
        if (agreed is null)
        {
            _surroundings.Screen.Failure($"there is no terminal to ask at; --confirm {cluster} does it without asking");
            return ExitCode.Usage;
        }

        if (agreed.Trim() == cluster)
            return null;
        _surroundings.Screen.Failure($"'{agreed.Trim()}' is not the cluster's name; nothing was changed");
        return ExitCode.Failure;
    }

    private static string Moment(DateTimeOffset moment) => string.Create(CultureInfo.InvariantCulture, $"{moment.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC");
}
