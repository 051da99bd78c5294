using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Serving;

/// <summary>No endpoint of an upstream is healthy: its hosts answer with 503.</summary>
internal sealed class UpstreamDown : ICondition
{
    private const string Destinations = "edgestack_gateway_destinations";

    public ConditionTerms Terms { get; } = new("upstream_down", Severity.Critical)
    {
        Families = [Destinations],
        Bad = "an upstream has endpoints, and none is healthy",
        Holds = TimeSpan.FromMinutes(2),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "No endpoint of the upstream {where} is healthy. Look at its pods (kubectl get pods) and at what its health path answers.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (IGrouping<string, MeasuredValue> same in board.Values(Destinations).GroupBy(sample => sample.Subject("upstream"), StringComparer.Ordinal))
        {
            if (same.Sum(sample => sample.Value) > 0)
                yield return new Finding(same.Key, same.Any(sample => sample["state"] == "healthy" && sample.Value > 0) ? Standing.Good : Standing.Bad);
        }
    }
}
