namespace EdgeStack.Collector.Sources.Host.Systemd;

/// <summary>The units that systemd has in memory.</summary>
/// <param name="ByState">How many are in a state, of all.</param>
/// <param name="Shown">Those that are shown one by one.</param>
internal sealed record SystemdUnits(IReadOnlyDictionary<string, int> ByState, IReadOnlyList<SystemdUnit> Shown);
