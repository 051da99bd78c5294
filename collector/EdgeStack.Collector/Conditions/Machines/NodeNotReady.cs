using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>A node of the cluster takes no pods, and those on it are moved away in a while.</summary>
internal sealed class NodeNotReady : ICondition
{
    private const string Condition = "kube_node_status_condition";

    public ConditionTerms Terms { get; } = new("node_not_ready", Severity.Critical)
    {
        Families = [Condition],
        Bad = "the condition Ready is not true",
        Holds = TimeSpan.FromMinutes(5),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "Node {where} is not ready. Look whether it has power and network; then at journalctl -u k3s-agent (or k3s) on it.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board) => board.Values(Condition).Where(sample => sample["condition"] == "Ready" && sample["status"] == "true")
        .Select(sample => new Finding(sample.Subject("node"), sample.Value > 0 ? Standing.Good : Standing.Bad));
}
