using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Faults;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack explain</c>: what the code of an error means.</summary>
internal static class ExplainCommand
{
    private const string Description =
        """
        Say what the code of an error (ES1202) means, what state things are in, and what helps. Without one, all codes in a line each.

        Exit codes: 0 said · 64 there is no such code.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Argument<string?> code = new("CODE") { Arity = ArgumentArity.ZeroOrOne, Description = "As it stands behind `error`: ES1202." };
        code.CompletionSources.Add(_ => FaultCatalogue.All.Select(each => new System.CommandLine.Completions.CompletionItem(FaultCatalogue.Name(each.Code))));
        Command command = new("explain", Description) { code };
        command.SetAction(parsed => Explain(surroundings, parsed.GetValue(code)));
        return command;
    }

    private static int Explain(Surroundings surroundings, string? code)
    {
        if (code is null)
        {
            foreach (FaultExplanation each in FaultCatalogue.All)
                surroundings.Screen.RawData($"{FaultCatalogue.Name(each.Code)}  {each.Meaning}");
            return ExitCode.Fine;
        }

        if (FaultCatalogue.All.FirstOrDefault(each => string.Equals(FaultCatalogue.Name(each.Code), code, StringComparison.OrdinalIgnoreCase)) is not { } fault)
        {
            surroundings.Screen.Failure($"there is no code '{code}'; {NearestName.Suggestion(code, [.. FaultCatalogue.All.Select(each => FaultCatalogue.Name(each.Code))]) ?? "`edgestack explain` names all"}");
            return ExitCode.Usage;
        }

        surroundings.Screen.RawData($"{FaultCatalogue.Name(fault.Code)}: {fault.Meaning}\n\n{fault.State}\n");
        foreach (string help in fault.Help)
            surroundings.Screen.RawData($"- {help}");
        return ExitCode.Fine;
    }
}
