namespace EdgeStack.Collector.Sources.Probes;

/// <summary>What is tried from outside, as a visitor would.</summary>
internal sealed class ProbesOptions
{
    public IReadOnlyList<ProbeOptions> Targets { get; set; } = [];

    public GatewayProbesOptions Gateway { get; } = new();

    /// <summary>What is wrong with them, in sentences.</summary>
    public IEnumerable<string> Problems() => Targets.SelectMany(target => target.Problems()).Concat(Gateway.Problems())
        .Concat(Targets.GroupBy(target => target.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"two probes are named '{same.Key}'"));
}
