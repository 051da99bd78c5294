using System.CommandLine;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack db backup</c> and <c>restore-test</c>: now what a timer does by itself.</summary>
internal static class DbRunCommand
{
    private const string BackupDescription =
        $"""
        Make a dump now, as the timer does every night: all databases at one moment, the binary logs, and the copy elsewhere.

        Exit codes: 0 it is whole, here and in the copy · {DatabaseCommand.ExitCodes}.
        """;

    private const string TestDescription =
        $"""
        Restore the newest dump for a trial, as the timer does every week: in a server of its own beside the one that is used. Every table is counted and checked.

        Exit codes: 0 it passed · {DatabaseCommand.ExitCodes}.
        """;

    public static Command CreateBackup(Surroundings surroundings) => Create(surroundings, "backup", BackupDescription, BackupUnits.Backup, "making a dump …");

    public static Command CreateRestoreTest(Surroundings surroundings) => Create(surroundings, "restore-test", TestDescription, BackupUnits.RestoreTest, "restoring the newest dump for a trial …");

    private static Command Create(Surroundings surroundings, string name, string description, string unit, string doing)
    {
        DatabaseCommand database = new(surroundings);
        Option<OutputFormat> output = OutputOption.Create("For people, one JSON document, or one JSON object a dump: what `edgestack db list` shows then.");
        Command command = new(name, description) { database.File, output };
        command.SetAction((parsed, _) => database.RunAsync(parsed, async (_, _, backups) =>
        {
            surroundings.Screen.Progress($"{backups.Node.Name}: {doing}");
            await backups.RunAsync(unit, surroundings.Stop.Gently);
            database.Report.Show(await backups.ListAsync(surroundings.Stop.Gently), parsed.GetValue(output));
            return ExitCode.Fine;
        }));
        return command;
    }
}
