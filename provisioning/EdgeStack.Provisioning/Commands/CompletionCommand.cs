using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Completion;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack completion</c>: lets a shell complete commands, options, and the names of nodes, steps and runs.</summary>
internal static class CompletionCommand
{
    private const string Description =
        """
        Print what a shell loads to complete the commands of edgestack: options, and names of nodes, steps and runs of the inventory.
        The first line of the text says how it is loaded.

        Exit codes: 0 printed · 64 another shell.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Argument<string> shell = new("SHELL") { Description = string.Join(", ", Shim.Shells) };
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var written] && !Shim.Shells.Contains(written.Value))
                result.AddError($"completion: there is nothing for '{written.Value}'; {NearestName.Suggestion(written.Value, Shim.Shells)}");
        });
        shell.CompletionSources.Add(_ => Shim.Shells);
        Command command = new("completion", Description) { shell };
        command.SetAction(parsed =>
        {
            surroundings.Screen.RawData(Shim.Of(parsed.GetValue(shell)!).TrimEnd('\n'));
            return ExitCode.Fine;
        });
        return command;
    }
}
