using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Serving;

/// <summary>A public host does not answer at its public URL.</summary>
internal sealed class PublicHostDown : ICondition
{
    private const string Success = "edgestack_probe_success";

    public ConditionTerms Terms { get; } = new("public_host_down", Severity.Critical)
    {
        Families = [Success],
        Bad = "the public URL does not answer as it should",
        Holds = TimeSpan.FromMinutes(5),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "https://{where} does not answer from outside. When the gateway itself still serves it, look at the tunnel and at DNS; else at its upstream.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board) =>
        board.Values(Success).Select(sample => new Finding(sample.Subject("host"), sample.Value > 0 ? Standing.Good : Standing.Bad));
}
