using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack tunnel login</c>: takes an API token, tries it and keeps it.</summary>
internal static class TunnelLoginCommand
{
    private const string Description =
        $"""
        Take an API token of Cloudflare's, try it, and keep it in ~/.config/edgestack for this user alone.

        Make one in Cloudflare's dashboard: My Profile, API Tokens, Create Token, Custom token. It has to be allowed
        {ErrorAdvice.Permissions}.
        It is asked for (and not shown), or read from standard input; never from an argument, which every process can read.

        Exit codes: 0 it counts and is kept · {CloudflareConnection.ExitCodes}.
        """;

    public static Command Create(Surroundings surroundings)
    {
        CloudflareConnection connection = new();
        connection.TokenFile.Description = "File with the API token, instead of asking for it.";
        Command command = new("login", Description) { connection.TokenFile, connection.Address };
        command.SetAction(async (parsed, _) =>
        {
            (string? text, string from) = await TextAsync(surroundings, parsed.GetValue(connection.TokenFile));
            if (text is null)
                return ExitCode.Usage;
            if (!ApiToken.TryRead(text, from, out ApiToken? token, out string? why))
            {
                surroundings.Screen.Failure(why);
                return ExitCode.Usage;
            }

            return await connection.RunAsync(surroundings, parsed, token, (api, stop) => TryAsync(surroundings, api, token, stop));
        });
        return command;
    }

    private static async Task<(string? Text, string From)> TextAsync(Surroundings surroundings, string? file)
    {
        if (file is null)
            return (await surroundings.AskSecret("API token (it is not shown): ", surroundings.Stop.Gently) ?? "", "what was written");
        try
        {
            return (await File.ReadAllTextAsync(Path.Combine(surroundings.Directory, file), surroundings.Stop.Gently), file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            surroundings.Screen.Failure($"--api-token-file: {error.Message}");
            return (null, file);
        }
    }

    private static async Task<int> TryAsync(Surroundings surroundings, CloudflareApi api, ApiToken token, CancellationToken stop)
    {
        (TokenStatus status, ImmutableArray<Zone> zones) = await VerifyAsync(api, stop);
        if (status.Status != TokenStatus.Active)
        {
            surroundings.Screen.Failure($"Cloudflare says that this token is {status.Status}");
            return ExitCode.Failure;
        }

        if (zones.IsEmpty)
        {
            surroundings.Screen.Failure("the token counts, but it sees no domain");
            surroundings.Screen.Progress($"It has to be allowed: {ErrorAdvice.Permissions}; and a domain has to be at Cloudflare.");
            return ExitCode.Failure;
        }

        // What can be looked at is looked at now, not in the middle of a change. Whether it may change things only a change shows.
        await api.FindTunnelAsync(zones[0].Account.Id, "edgestack", stop);
        await api.ListRecordsAsync(zones[0].Id, stop);
        SecretFile.Write(surroundings.Owner.ApiToken, $"{token.Text}\n");
        surroundings.Screen.Progress($"The token counts{(status.ExpiresOn is { } end ? $" until {end:yyyy-MM-dd}" : "")} and is kept in {surroundings.Owner.ApiToken}.");
        foreach (Zone zone in zones)
            surroundings.Screen.Progress($"  {zone.Name}{(zone.IsActive ? "" : $" ({zone.Status})")}, account {zone.Account.Name}");
        surroundings.Screen.Progress("Next: `edgestack tunnel create`.");
        return ExitCode.Fine;
    }

    // A token that an account owns, not a person, is verified elsewhere; which account that is, its zones tell.
    private static async Task<(TokenStatus Status, ImmutableArray<Zone> Zones)> VerifyAsync(CloudflareApi api, CancellationToken stop)
    {
        CloudflareFault refusal;
        try
        {
            return (await api.VerifyTokenAsync(null, stop), await api.ListZonesAsync(stop));
        }
        catch (CloudflareFault fault) when (!fault.IsUnreachable && fault.Status is 400 or 401 or 403)
        {
            refusal = fault;
        }

        try
        {
            ImmutableArray<Zone> zones = await api.ListZonesAsync(stop);
            return zones.IsEmpty ? throw refusal : (await api.VerifyTokenAsync(zones[0].Account.Id, stop), zones);
        }
        catch (CloudflareFault again) when (!again.IsUnreachable)
        {
            throw refusal;
        }
    }
}
