using System.CommandLine;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack db list</c>: the dumps that there are.</summary>
internal static class DbListCommand
{
    private const string Description =
        $"""
        Show the dumps that there are, when they were copied elsewhere, and whether the last trial of a restore went well. Only whole dumps are shown.

        Exit codes: 0 shown · {DatabaseCommand.ExitCodes}.
        """;

    public static Command Create(Surroundings surroundings)
    {
        DatabaseCommand database = new(surroundings);
        Option<OutputFormat> output = OutputOption.Create("For people, one JSON document, or one JSON object a dump.");
        Command command = new("list", Description) { database.File, output };
        command.SetAction((parsed, _) => database.RunAsync(parsed, async (_, _, backups) =>
        {
            database.Report.Show(await backups.ListAsync(surroundings.Stop.Gently), parsed.GetValue(output));
            return ExitCode.Fine;
        }));
        return command;
    }
}
