using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Access;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack routes rbac</c>: what lets the gateway read the Secrets that routes name, and no others.</summary>
internal static class RoutesRbacCommand
{
    private const string Description =
        """
        Print a Role and a RoleBinding for each namespace whose routes name Secrets, ready for `kubectl apply -f -`.

        Applied, it replaces what was there: of routes with errors nothing is printed, because Secrets that they need may be missing.

        Exit codes: 0 printed · 1 a file cannot be read, routes have errors, or the gateway refused · 4 nothing answers there · 64 usage, or a path that does not exist.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Argument<string[]> paths = new("PATH") { Description = "Files or folders with routes; ./routes when neither they nor --admin are given.", Arity = ArgumentArity.ZeroOrMore };
        AdminConnection connection = new();
        connection.Admin.Description = "Ask the gateway whose admin API is there instead of reading files.";
        Option<string> account = new("--service-account")
        {
            Description = "The gateway's account.",
            HelpName = "NAMESPACE/NAME",
            DefaultValueFactory = _ => "edgestack/edgestack-gateway",
        };
        Command command = new("rbac", Description) { paths, connection.Admin, connection.TokenFile, account };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetRequiredValue(account).Split('/') is not [{ Length: > 0 } space, { Length: > 0 } name] || !IsName(space) || !IsName(name))
                return Usage(surroundings, "--service-account: write NAMESPACE/NAME, for example 'edgestack/edgestack-gateway'");
            string[] given = parsed.GetValue(paths) ?? [];
            (ImmutableArray<(string, string)> secrets, int exit) = parsed.GetValue(connection.Admin) is not null
                ? await AskAsync(surroundings, parsed, connection)
                : Read(surroundings, given.Length > 0 ? given : ["routes"]);
            if (exit != ExitCode.Fine)
                return exit;
            if (secrets.IsEmpty)
                surroundings.Screen.Progress("No route names a Secret: the gateway needs no further right.");
            foreach (string line in SecretAccess.Manifests(secrets, space, name).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                surroundings.Screen.RawData(line);
            return ExitCode.Fine;
        });
        return command;
    }

    private static (ImmutableArray<(string, string)> Secrets, int Exit) Read(Surroundings surroundings, string[] paths)
    {
        RouteFiles files = RouteFiles.Find(surroundings.Directory, paths);
        foreach (string missing in files.Missing)
            surroundings.Screen.Failure(missing);
        if (!files.Missing.IsEmpty)
            return ([], ExitCode.Usage);
        List<Problem> errors = [.. files.Unreadable];
        ImmutableArray<(string Namespace, string Name)> secrets = NamedSecrets.Of(files, errors);
        List<string> faults = [.. errors.Select(problem => problem.ToString())];
        faults.AddRange(secrets.Where(secret => !IsName(secret.Namespace) || !IsName(secret.Name)).Select(secret => $"'{secret.Namespace}/{secret.Name}' is no name of a Secret"));
        return (secrets, Complain(surroundings, faults));
    }

    private static async Task<(ImmutableArray<(string, string)> Secrets, int Exit)> AskAsync(Surroundings surroundings, ParseResult parsed, AdminConnection connection)
    {
        // Before the routes: an edit that breaks in between leaves the last good ones listed.
        (AdminAnswer.Problems? problems, int told) = await connection.AskAsync<AdminAnswer.Problems>(surroundings, parsed, (client, stop) => client.ListProblemsAsync(stop));
        if (problems is null)
            return ([], told);
        if (Complain(surroundings, [.. problems.List.Problems.Where(problem => problem.LeavesOut).Select(problem => problem.ToString())]) is not ExitCode.Fine and var wrong)
            return ([], wrong);
        (AdminAnswer.Routes? routes, int exit) = await connection.AskAsync<AdminAnswer.Routes>(surroundings, parsed, (client, stop) => client.ListRoutesAsync(stop));
        return ([.. (routes?.List.Routes ?? []).SelectMany(route => route.Secrets).Select(secret => secret.Split('/'))
            .Where(parts => parts is [var space, var name] && IsName(space) && IsName(name)).Select(parts => (parts[0], parts[1]))], exit);
    }

    private static int Complain(Surroundings surroundings, List<string> faults)
    {
        foreach (string fault in faults)
            surroundings.Screen.Failure(fault);
        if (faults.Count == 0)
            return ExitCode.Fine;
        surroundings.Screen.Progress("Nothing is printed: which Secrets these routes name is not known before they are right.");
        return ExitCode.Failure;
    }

    private static int Usage(Surroundings surroundings, string fault)
    {
        surroundings.Screen.Failure(fault);
        return ExitCode.Usage;
    }

    // What Kubernetes allows; anything else would have to be quoted in what is printed.
    private static bool IsName(string text) => text.Length is > 0 and <= 253 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
