using System.CommandLine;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack tunnel status</c>: the tunnel as Cloudflare sees it, and as the gateway does.</summary>
internal static class TunnelStatusCommand
{
    private const string Description =
        $"""
        Show the tunnel from both ends: what Cloudflare says of it, and what the gateway that runs cloudflared says.

        Exit codes: 0 visitors get through · 2 something is wrong, which is said · {CloudflareConnection.ExitCodes}, or no credentials.
        """;

    public static Command Create(Surroundings surroundings)
    {
        CloudflareConnection connection = new();
        AdminConnection admin = new();
        Option<string?> credentials = TunnelFileOption.Create();
        Option<OutputFormat> output = OutputOption.Create("For people, one JSON document, or the same on one line.");
        Command command = new("status", Description) { credentials, connection.TokenFile, connection.Address, admin.Admin, admin.TokenFile, output };
        command.SetAction((parsed, _) =>
        {
            if (TunnelFileOption.Read(surroundings, TunnelFileOption.PathOf(surroundings, parsed, credentials)) is not { } read || admin.Open(surroundings, parsed) is not { } gateway)
                return Task.FromResult(ExitCode.Usage);
            return connection.RunAsync(surroundings, parsed, async (api, stop) =>
            {
                TunnelStatus status = await TunnelStatus.ReadAsync(api, gateway, read, stop);
                TunnelReport.Show(status, parsed.GetValue(output), surroundings.Screen);
                return status.Faults.IsEmpty ? ExitCode.Fine : ExitCode.ProblemsFound;
            });
        });
        return command;
    }
}
