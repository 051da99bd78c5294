namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Of the gateway's admin API, <c>/api/v1/routes</c>, what is needed here.</summary>
internal sealed record GatewayRoutes(IReadOnlyList<GatewayRoute>? Routes);
