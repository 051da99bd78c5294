using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What is wrong with the arguments, each with the nearest name that exists.</summary>
internal static class UsageErrors
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // --help and --version answer even beside a mistake.
        if (parsed.Action is not ParseErrorAction)
            return [];
        if (parsed.UnmatchedTokens.Count > 0)
            return [.. Strangers(parsed).Select(token => Unknown(token, parsed.CommandResult))];
        if (parsed.CommandResult.Command.Subcommands is { Count: > 0 } commands)
            return [$"{Path(parsed.CommandResult)}: which command? There {(commands.Count == 1 ? "is" : "are")} {string.Join(", ", commands.Select(Quoted))}"];
        return [.. parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal)];
    }

    public static int Show(ParseResult parsed, IReadOnlyList<string> errors, Screen screen)
    {
        foreach (string error in errors)
            screen.Failure(error);
        screen.Progress($"`{Path(parsed.CommandResult)} --help` lists what can be written.");
        return ExitCode.Usage;
    }

    // The value behind an unknown option is unknown as well; naming it would only hide the mistake.
    private static IEnumerable<string> Strangers(ParseResult parsed)
    {
        List<string> options = [.. parsed.UnmatchedTokens.Where(IsOption)];
        return options.Count > 0 ? options : parsed.UnmatchedTokens.Take(1);
    }

    private static string Unknown(string token, CommandResult at)
    {
        string[] known = [.. IsOption(token) ? OptionNames(at) : at.Command.Subcommands.Select(command => command.Name)];
        string kind = IsOption(token) ? "option" : at.Command.Subcommands.Count > 0 ? "command" : "argument";
        // Whoever pastes a token here has shown it to every process already; a log need not have it as well.
        if (kind == "argument" && IsTokenLike(token))
            return $"{Path(at)}: takes no argument, least of all a token";
        string suggestion = NearestName.Suggestion(token.Split('=')[0], known) is { } nearest && known.Length > 0 ? $"; {nearest}" : "";
        return $"{Path(at)}: unknown {kind} '{token}'{suggestion}";
    }

    private static bool IsTokenLike(string text) => text.Length >= 20 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '=' or '+');

    private static IEnumerable<string> OptionNames(CommandResult at) =>
        at.Command.Options.Select(option => option.Name).Append(new HelpOption().Name).Distinct(StringComparer.Ordinal);

    private static string Path(SymbolResult at)
    {
        Stack<string> names = new();
        for (SymbolResult? result = at; result is CommandResult command; result = command.Parent)
            names.Push(command.Parent is null ? "edgestack" : command.Command.Name);
        return string.Join(' ', names);
    }

    private static string Quoted(Command command) => $"'{command.Name}'";

    private static bool IsOption(string token) => token.StartsWith('-') && token.Length > 1;
}
