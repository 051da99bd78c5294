using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack tunnel create</c>: a tunnel at Cloudflare, and what a gateway needs to be its end.</summary>
internal static class TunnelCreateCommand
{
    private const string DefaultName = "edgestack";
    private const string DefaultService = "unix:/run/edgestack/tunnel/gateway.sock";

    private const string Description =
        $"""
        Make a tunnel at Cloudflare, or find the one of that name, and write its credentials for the gateway. Repeated, it changes nothing.

        Everything the tunnel carries goes to the gateway, which knows the hosts; so a change of routes changes nothing at Cloudflare but DNS.

        Exit codes: 0 tunnel and credentials are there · 2 the tunnel is managed at Cloudflare, and nothing was changed · {CloudflareConnection.ExitCodes}.
        """;

    public static Command Create(Surroundings surroundings)
    {
        CloudflareConnection connection = new();
        Argument<string?> name = new("NAME") { Description = $"Of the tunnel. [default: {DefaultName}]", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> account = new("--account") { Description = "Number of the account, when the token sees several.", HelpName = "ID" };
        Option<string?> credentials = TunnelFileOption.Create();
        Option<bool> takeOver = new("--take-over") { Description = "Let the last rule of a tunnel that is managed at Cloudflare lead to the gateway; its other rules stay." };
        Option<string> service = new("--service") { Description = "What that rule leads to.", HelpName = "URL", DefaultValueFactory = _ => DefaultService };
        Command command = new("create", Description) { name, account, credentials, takeOver, service, connection.TokenFile, connection.Address };
        command.SetAction((parsed, _) =>
        {
            string file = TunnelFileOption.PathOf(surroundings, parsed, credentials);
            TunnelChoice choice = new(parsed.GetValue(name) ?? DefaultName, parsed.GetValue(account), file, parsed.GetValue(takeOver), parsed.GetRequiredValue(service));
            return connection.RunAsync(surroundings, parsed, async (api, stop) => Tell(await new TunnelCreation(api).EnsureAsync(choice, stop), choice, surroundings.Screen));
        });
        return command;
    }

    private static int Tell(TunnelOutcome outcome, TunnelChoice choice, Screen screen)
    {
        switch (outcome)
        {
            case TunnelOutcome.Made made:
                screen.Progress($"Made the tunnel '{made.Tunnel.Name}' ({made.Tunnel.Id}).");
                return Next(choice, screen);
            case TunnelOutcome.Found found:
                screen.Progress($"The tunnel '{found.Tunnel.Name}' ({found.Tunnel.Id}) was there; its credentials were fetched.");
                Warn(found.Elsewhere, screen);
                return Next(choice, screen);
            case TunnelOutcome.Kept kept:
                screen.Progress($"The tunnel '{kept.Tunnel.Name}' ({kept.Tunnel.Id}) and its credentials are there.");
                Warn(kept.Elsewhere, screen);
                return Next(choice, screen);
            case TunnelOutcome.ManagedAtCloudflare managed:
                screen.Failure($"the tunnel '{managed.Tunnel.Name}' is managed at Cloudflare: rules kept there decide what it carries, and they do not lead to the gateway");
                Warn(managed.Elsewhere, screen);
                screen.Progress("Nothing was changed. Choose another name; or add --take-over, which lets its last rule lead to the gateway and keeps the others.");
                return ExitCode.ProblemsFound;
            case TunnelOutcome.Refused refused:
                screen.Failure(refused.Why);
                screen.Progress(refused.Advice);
                return ExitCode.Failure;
            default:
                throw new InvalidOperationException("unknown outcome");
        }
    }

    private static void Warn(ImmutableArray<(string Host, string Service)> elsewhere, Screen screen)
    {
        foreach ((string host, string service) in elsewhere)
            screen.Warning($"{(host == "*" ? "every other host" : host)} leads to {service}");
    }

    private static int Next(TunnelChoice choice, Screen screen)
    {
        screen.Progress($"Credentials: {choice.CredentialsFile} (a secret; the gateway needs it)");
        screen.Progress("Next, for the gateway:");
        screen.Progress($"  on this machine   edgestack-gateway --tunnel.mode managed --tunnel.credentialsFile {choice.CredentialsFile} ...");
        screen.Progress($"  on a cluster      kubectl -n edgestack create secret generic edgestack-tunnel --from-file=credentials.json={choice.CredentialsFile}");
        screen.Progress("and for the names of its routes: `edgestack dns plan`.");
        return ExitCode.Fine;
    }
}
