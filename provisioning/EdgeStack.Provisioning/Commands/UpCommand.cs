using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack up</c>: gateway and collector on this machine, until Ctrl-C.</summary>
internal static class UpCommand
{
    private const string Description =
        """
        Start gateway and collector on this machine with the routes of ./routes; Ctrl-C stops everything.

        Every listener is on loopback. Without a folder ./routes a sample is written first; its backend `whoami` runs beside the gateway.
        Requests are shown on standard output, everything else on standard error. The programs start with a clean environment
        and without the settings of /etc/edgestack, so a trial never does what a gateway in service does. The collector measures this machine; without it
        the gateway serves all the same.

        With --quick it has a public address as well, by a free tunnel of Cloudflare's: no account, no domain, and a random name that is another
        one at every start. The program cloudflared has to be installed.

        Exit codes: 0 stopped by Ctrl-C or SIGTERM, its normal end · 1 could not start, or the gateway ended by itself · 64 usage
        · 130 interrupted while starting, or a second time while stopping (the gateway is killed then).
        """;

    public static Command Create(Surroundings surroundings)
    {
        Option<int> port = PortOption();
        Option<OutputFormat> output = OutputOption.Create("Requests as short lines, or raw (json, ndjson: the access log as it is).");
        Option<string?> quick = new("--quick")
        {
            Description = "A free tunnel as well, for the routes of HOST. [default: the first host of the routes]",
            HelpName = "HOST",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new("up", Description) { port, quick, output };
        command.SetAction((parsed, _) =>
        {
            LocalStackSettings settings = new(Path.Combine(surroundings.Directory, "routes"), parsed.GetValue(port), parsed.GetValue(output));
            if (parsed.GetResult(quick) is null)
                return RunAsync(surroundings, settings);
            return QuickRoutes.Choose(surroundings, settings.RoutesFolder, parsed.GetValue(quick)) is { } tunnel
                ? RunAsync(surroundings, settings with { Tunnel = tunnel, StopGrace = LocalStackSettings.StopGraceWithTunnel })
                : Task.FromResult(ExitCode.Failure);
        });
        return command;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, LocalStackSettings settings)
    {
        LocalStack stack = new(
            settings,
            surroundings.Gateway,
            new LocalCollector(surroundings.Collector, surroundings.Screen, surroundings.Http, surroundings.Time),
            surroundings.Screen,
            surroundings.Http,
            surroundings.Time);
        return await stack.RunAsync(surroundings.Stop) switch
        {
            LocalStackEnd.Stopped => ExitCode.Fine,
            LocalStackEnd.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failure,
        };
    }

    private static Option<int> PortOption() => new("--port", "-p")
    {
        Description = "Port of the public listener on 127.0.0.1; 0 takes any free one.",
        HelpName = "N",
        DefaultValueFactory = _ => LocalStackSettings.DefaultPublicPort,
        CustomParser = ReadPort,
    };

    private static int ReadPort(ArgumentResult result)
    {
        string written = result.Tokens[0].Value;
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= ushort.MaxValue)
            return port;
        result.AddError($"--port: '{written}' is not a number from 0 to {ushort.MaxValue}");
        return 0;
    }
}
