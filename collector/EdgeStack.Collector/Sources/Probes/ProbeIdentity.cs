namespace EdgeStack.Collector.Sources.Probes;

/// <summary>What tells the series of one try from those of others.</summary>
/// <param name="Probe">Its name, or the host that is tried.</param>
/// <param name="Instance">What is connected to.</param>
/// <param name="Via"><c>public</c> or <c>gateway</c> for hosts of the gateway, else empty.</param>
/// <param name="PublicHost">The host whose public URL this is; null when it is none.</param>
internal sealed record ProbeIdentity(string Probe, string Instance, string Via = "", string? PublicHost = null);
