using System.Collections;

namespace EdgeStack.Provisioning.Local;

/// <summary>What the gateway is started with. It sees nothing of this user's environment that it does not need.</summary>
internal static class GatewayArguments
{
    // Paths, languages, time zone and where .NET lives. No tokens, no KUBECONFIG, no ASPNETCORE_URLS, no settings of ours: `up` does
    // the same everywhere, and every listener stays on loopback.
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USER", "TMPDIR", "LANG", "TZ", "NO_COLOR",
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    private static readonly string[] PassedPrefixes = ["LC_", "XDG_"];

    /// <param name="addresses">Of its listeners.</param>
    /// <param name="routeFolders">Full paths.</param>
    /// <param name="settingsFile">Its settings, instead of the machine's.</param>
    /// <param name="tunnel">The free tunnel beside it, if there is one, and the folder for it.</param>
    public static IReadOnlyList<string> For(LocalAddresses addresses, IReadOnlyList<string> routeFolders, string settingsFile, (QuickTunnel Quick, string Folder)? tunnel = null) =>
    [
        .. routeFolders.SelectMany(folder => new[] { "--routes", folder }),
        "--config", settingsFile,
        "--listeners.public", Listener(addresses.Public),
        "--listeners.admin", Listener(addresses.Admin),
        "--listeners.metrics", Listener(addresses.Metrics),
        "--shutdown.withStdin", "true",
        "--shutdown.grace", "3s", // with the time that WebSockets have to say goodbye less than LocalStackSettings.StopGrace
        .. tunnel is var (quick, folder) ? TunnelArguments(quick, folder) : [],
    ];

    /// <summary>A null value takes the variable away, which is how CliWrap reads it.</summary>
    public static IReadOnlyDictionary<string, string?> Environment(IDictionary inherited) => inherited.Keys
        .Cast<string>()
        .Where(name => !IsPassed(name))
        .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

    private static bool IsPassed(string name) =>
        Passed.Contains(name, StringComparer.Ordinal) || PassedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string[] TunnelArguments(QuickTunnel quick, string folder) =>
    [
        "--tunnel.mode", "quick",
        "--tunnel.binary", quick.Cloudflared,
        "--tunnel.folder", folder,
        "--tunnel.quickHost", quick.Host,
        "--tunnel.grace", "2s",
    ];

    private static string Listener(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
