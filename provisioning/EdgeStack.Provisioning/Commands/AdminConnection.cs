using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeStack.Provisioning.AdminApi;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The options of every command that asks a gateway, <c>--admin URL</c> and <c>--token-file FILE</c>, and what is said when it does not answer.</summary>
internal sealed class AdminConnection
{
    public Option<Uri?> Admin { get; } = new("--admin")
    {
        Description = $"Address of the gateway's admin API. [default: {AdminApiClient.DefaultAddress}]",
        HelpName = "URL",
        CustomParser = ReadAddress,
    };

    public Option<string?> TokenFile { get; } = new("--token-file")
    {
        Description = "File with the bearer token of an admin API that is not on loopback.",
        HelpName = "FILE",
    };

    /// <summary>Asks once, and returns the answer; null when there is none to show, which has been said, with the code to leave with.</summary>
    public async Task<(TAnswer? Answer, int Exit)> AskAsync<TAnswer>(
        Surroundings surroundings, ParseResult parsed, Func<AdminApiClient, CancellationToken, Task<AdminAnswer>> ask)
        where TAnswer : AdminAnswer
    {
        if (Open(surroundings, parsed) is not { } client)
            return (null, ExitCode.Usage);
        AdminAnswer answer = await ask(client, surroundings.Stop.Gently);
        return answer is TAnswer wanted ? (wanted, ExitCode.Fine) : (null, Complain(surroundings, client, answer));
    }

    /// <returns>Null when the token cannot be read, which has been said; that is a matter of usage.</returns>
    public AdminApiClient? Open(Surroundings surroundings, ParseResult parsed)
    {
        string? token = null;
        if (parsed.GetValue(TokenFile) is { } file && !Commands.TokenFile.TryRead(Path.Combine(surroundings.Directory, file), out token, out string? why))
        {
            surroundings.Screen.Failure($"--token-file: {why}");
            return null;
        }

        return new AdminApiClient(surroundings.Http, parsed.GetValue(Admin) ?? AdminApiClient.DefaultAddress, token, surroundings.Time);
    }

    /// <summary>Says why an answer is none.</summary>
    /// <returns>The code to leave with.</returns>
    public static int Complain(Surroundings surroundings, AdminApiClient client, AdminAnswer answer)
    {
        Uri admin = client.Address;
        switch (answer)
        {
            case AdminAnswer.Unreachable unreachable:
                surroundings.Screen.Failure($"no gateway answers at {admin}: {unreachable.Why}");
                surroundings.Screen.Progress("Start one with `edgestack up`, or say where it is with `--admin URL`.");
                return ExitCode.Unreachable;
            case AdminAnswer.TokenWanted:
                surroundings.Screen.Failure($"the admin API at {admin} does not accept {(client.HasToken ? "this token" : "requests without a token")}");
                surroundings.Screen.Progress("Pass the file that holds its bearer token with `--token-file FILE`.");
                return ExitCode.Failure;
            case AdminAnswer.Refused refused:
                surroundings.Screen.Failure($"the admin API at {admin} refused: {refused.Why}");
                return refused.WronglyAsked ? ExitCode.Usage : ExitCode.Failure;
            case AdminAnswer.Unreadable unreadable:
                surroundings.Screen.Failure($"{admin} does not answer like a gateway's admin API: {unreadable.Why}");
                return ExitCode.Failure;
            default:
                throw new InvalidOperationException("unknown answer");
        }
    }

    private static Uri? ReadAddress(ArgumentResult result)
    {
        string written = result.Tokens[0].Value;
        if (Uri.TryCreate(written, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Host.Length > 0)
            return address;
        result.AddError($"--admin: '{written}' is not an http:// or https:// address; try '{AdminApiClient.DefaultAddress}'");
        return null;
    }
}
