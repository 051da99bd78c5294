using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>A Raspberry Pi runs slower than it could, for whatever reason but its voltage.</summary>
internal sealed class Throttled : ICondition
{
    private const string Now = "edgestack_pi_throttled";

    public ConditionTerms Terms { get; } = new("throttled", Severity.Warning)
    {
        Families = [Now],
        Bad = "the clock is capped, turned down, or held by the soft limit of temperature",
        LooksBack = TimeSpan.FromMinutes(10),
        Holds = TimeSpan.FromMinutes(5),
        Sentence = "{where} runs below its full clock ({value}). Cool it better, and look at its power supply.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            MeasuredValue[] reasons = [.. source.Values(Now).Where(sample => sample["reason"] is "frequency_capped" or "throttled" or "soft_temp_limit")];
            string[] given = [.. reasons.Where(sample => sample.Value > 0).Select(sample => sample["reason"].Replace('_', ' '))];
            if (reasons.Length > 0)
                yield return new Finding(source.Subject(), given.Length > 0 ? Standing.Bad : Standing.Good, given.Length > 0 ? string.Join(", ", given) : "a short while ago");
        }
    }
}
