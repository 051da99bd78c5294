namespace EdgeStack.Collector.Sources.Probes;

/// <summary>A route of the gateway.</summary>
internal sealed record GatewayRoute(IReadOnlyList<string>? Hosts);
