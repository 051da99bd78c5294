namespace EdgeStack.Provisioning.Local;

/// <summary>What the gateway is started with.</summary>
internal static class GatewayArguments
{
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
