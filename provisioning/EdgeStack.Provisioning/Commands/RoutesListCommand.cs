using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack routes list</c>: the table that a running gateway serves.</summary>
internal static class RoutesListCommand
{
    private const string Description =
        """
        List the routes that a running gateway serves, each with its state and why.

        Exit codes: 0 listed · 1 the gateway refused or answered something else · 4 nothing answers there · 64 usage.
        """;

    public static Command Create(Surroundings surroundings)
    {
        Option<Uri> admin = AdminOption();
        Option<string?> tokenFile = new("--token-file")
        {
            Description = "File with the bearer token of an admin API that is not on loopback.",
            HelpName = "FILE",
        };
        Option<OutputFormat> output = OutputOption.Create("A table, one JSON document, or one JSON object a line.");
        Command command = new("list", Description) { admin, tokenFile, output };
        command.SetAction((parsed, _) =>
            RunAsync(surroundings, parsed.GetRequiredValue(admin), parsed.GetValue(tokenFile), parsed.GetValue(output)));
        return command;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, Uri admin, string? tokenFile, OutputFormat output)
    {
        string? token = null;
        if (tokenFile is not null && !TokenFile.TryRead(Path.Combine(surroundings.Directory, tokenFile), out token, out string? why))
        {
            surroundings.Screen.Failure($"--token-file: {why}");
            return ExitCode.Usage;
        }

        AdminApiClient client = new(surroundings.Http, admin, token, surroundings.Time);
        switch (await client.ListRoutesAsync(surroundings.Stop.Gently))
        {
            case AdminAnswer.Routes routes:
                RoutesReport.Show(routes, output, surroundings.Screen);
                return ExitCode.Fine;
            case AdminAnswer.Unreachable unreachable:
                surroundings.Screen.Failure($"no gateway answers at {admin}: {unreachable.Why}");
                surroundings.Screen.Progress("Start one with `edgestack up`, or say where it is with `--admin URL`.");
                return ExitCode.Unreachable;
            case AdminAnswer.TokenWanted:
                string what = token is null ? "requests without a token" : "this token";
                surroundings.Screen.Failure($"the admin API at {admin} does not accept {what}");
                surroundings.Screen.Progress("Pass the file that holds its bearer token with `--token-file FILE`.");
                return ExitCode.Failure;
            case AdminAnswer.Refused refused:
                surroundings.Screen.Failure($"the admin API at {admin} refused: {refused.Why}");
                return ExitCode.Failure;
            case AdminAnswer.Unreadable unreadable:
                surroundings.Screen.Failure($"{admin} does not answer like a gateway's admin API: {unreadable.Why}");
                return ExitCode.Failure;
            default:
                throw new InvalidOperationException("unknown answer");
        }
    }

    private static Option<Uri> AdminOption() => new("--admin")
    {
        Description = "Address of the gateway's admin API.",
        HelpName = "URL",
        DefaultValueFactory = _ => AdminApiClient.DefaultAddress,
        CustomParser = ReadAddress,
    };

    private static Uri ReadAddress(ArgumentResult result)
    {
        string written = result.Tokens[0].Value;
        if (Uri.TryCreate(written, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0)
            return address;
        result.AddError($"--admin: '{written}' is not an http:// or https:// address; try '{AdminApiClient.DefaultAddress}'");
        return AdminApiClient.DefaultAddress;
    }
}
