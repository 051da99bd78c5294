using System.CommandLine;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack tunnel rotate</c>: a new secret for the tunnel.</summary>
internal static class TunnelRotateCommand
{
    private const string Description =
        $"""
        Give the tunnel a new secret, at Cloudflare and in the credentials file. A gateway on this machine that uses the file starts its
        cloudflared anew by itself, which visitors notice while requests under way finish, unless another connector stands; on a cluster the
        Secret has to be replaced, which the command shows.

        Connectors with the old secret stay connected until they start anew; --disconnect ends them now. Use it when the secret is known to others.

        Exit codes: 0 changed · {CloudflareConnection.ExitCodes}, or no credentials.
        """;

    public static Command Create(Surroundings surroundings)
    {
        CloudflareConnection connection = new();
        Option<string?> credentials = TunnelFileOption.Create();
        Option<bool> disconnect = new("--disconnect") { Description = "End all connections of the tunnel, so that none with the old secret is left. Visitors see errors for a few seconds." };
        Command command = new("rotate", Description) { credentials, disconnect, connection.TokenFile, connection.Address };
        command.SetAction((parsed, _) =>
        {
            string file = TunnelFileOption.PathOf(surroundings, parsed, credentials);
            return connection.RunAsync(surroundings, parsed, (api, stop) => RotateAsync(surroundings, api, file, parsed.GetValue(disconnect), stop));
        });
        return command;
    }

    private static async Task<int> RotateAsync(Surroundings surroundings, CloudflareApi api, string file, bool disconnect, CancellationToken stop)
    {
        if (TunnelFileOption.Read(surroundings, file) is not { } credentials)
            return ExitCode.Usage;
        TunnelRotation rotation = new(api, file);
        if (await rotation.SettleAsync(credentials, stop) is { } isNew)
            surroundings.Screen.Progress($"An earlier rotation had broken off: the {(isNew ? "new" : "old")} secret counts, and the file says so.");
        await rotation.RotateAsync(credentials, stop);
        surroundings.Screen.Progress($"The tunnel {credentials.TunnelID} has a new secret, and {file} holds it.");
        if (disconnect)
        {
            await api.DisconnectAsync(credentials.AccountTag, credentials.TunnelID, stop);
            surroundings.Screen.Progress("All its connections were ended.");
        }

        surroundings.Screen.Progress($"On a cluster: kubectl -n edgestack create secret generic edgestack-tunnel --from-file=credentials.json={file} --dry-run=client -o yaml | kubectl apply -f -");
        return ExitCode.Fine;
    }
}
