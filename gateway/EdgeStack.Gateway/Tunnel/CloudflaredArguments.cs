using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>cloudflared's command line. No secret is ever in it: whoever may list processes would read it.</summary>
internal static class CloudflaredArguments
{
    /// <summary>How many times cloudflared itself tries a connection before it falls back or waits longer.</summary>
    private const string Retries = "5";

    public static ImmutableArray<string> Version { get; } = ["version", "--short"];

    /// <param name="options">Which mode; how long requests may take to finish.</param>
    /// <param name="files">Where configuration and token are.</param>
    /// <param name="tunnel">The tunnel, when credentials name it.</param>
    /// <param name="protocol">The protocol to be named; <see cref="TunnelProtocol.Auto"/> names none.</param>
    /// <param name="writesJson">Whether this version can.</param>
    /// <param name="label">What the connector is called at Cloudflare.</param>
    public static ImmutableArray<string> Tunnel(TunnelOptions options, TunnelFiles files, Guid? tunnel, TunnelProtocol protocol, bool writesJson, string label)
    {
        ImmutableArray<string>.Builder arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange("tunnel", "--config", files.Configuration, "--no-autoupdate", "--metrics", "127.0.0.1:0");
        if (writesJson)
            arguments.AddRange("--output", "json");
        arguments.AddRange("--loglevel", "info", "--transport-loglevel", "warn");
        arguments.AddRange("--grace-period", string.Create(CultureInfo.InvariantCulture, $"{options.Grace.TotalSeconds}s"), "--retries", Retries, "--edge-ip-version", "auto");
        arguments.AddRange("--label", label, "--pidfile", files.Pid);
        if (protocol != TunnelProtocol.Auto)
            arguments.AddRange("--protocol", protocol == TunnelProtocol.Quic ? "quic" : "http2");
        switch (options.Mode)
        {
            case TunnelMode.Quick:
                // The socket of our configuration wins; without a --url, cloudflared takes this for a tunnel with a name.
                arguments.AddRange("--url", "http://127.0.0.1:8080");
                break;
            case TunnelMode.Token:
                arguments.AddRange("run", "--token-file", files.Token);
                break;
            default:
                arguments.AddRange("run", tunnel!.Value.ToString());
                break;
        }

        return arguments.ToImmutable();
    }
}
