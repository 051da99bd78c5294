namespace EdgeStack.Provisioning.Local;

/// <summary>What the collector is started with: it measures this machine, and takes the gateway's families along.</summary>
internal static class CollectorArguments
{
    private const string GatewayFamilies = "edgestack_gateway_*|edgestack_tunnel_*|edgestack_rejected_*";

    /// <param name="addresses">Of its listener and of the gateway's.</param>
    /// <param name="settingsFile">Its settings, instead of the machine's.</param>
    public static IReadOnlyList<string> For(LocalAddresses addresses, string settingsFile) =>
    [
        "--config", settingsFile,
        "--listeners.metrics", addresses.Collector.GetLeftPart(UriPartial.Authority),
        "--scrape.targets", $"gateway {new Uri(addresses.Metrics, "/metrics")} families={GatewayFamilies}",
        "--log.level", "Warning", // what it serves stands in the welcome
        "--shutdown.withStdin", "true",
    ];
}
