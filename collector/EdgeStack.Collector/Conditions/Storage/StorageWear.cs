using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Storage;

/// <summary>An eMMC has used up most of what can be written to it. Plain SD cards say nothing of that kind.</summary>
internal sealed class StorageWear(double share, string[] states, ConditionTerms terms) : ICondition
{
    private const string LifeUsed = "edgestack_storage_life_used_ratio";
    private const string EndOfLife = "edgestack_storage_pre_eol_state";

    public ConditionTerms Terms { get; } = terms;

    public static StorageWear Warning() => new(0.8, ["warning", "urgent"], new ConditionTerms("storage_wear", Severity.Warning)
    {
        Families = [LifeUsed, EndOfLife],
        Bad = "80 % of the life is used, or 80 % of the spare blocks",
        Holds = TimeSpan.FromHours(1),
        Sentence = "{where} has used most of its write life ({value}). Order another, and find what writes so much.",
    });

    public static StorageWear Critical() => new(0.95, ["urgent"], new ConditionTerms("storage_worn_out", Severity.Critical)
    {
        Families = [LifeUsed, EndOfLife],
        Bad = "95 % of the life is used, or 90 % of the spare blocks",
        Holds = TimeSpan.FromHours(1),
        Sentence = "{where} is worn out ({value}). Make a backup and replace it now.",
    });

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (MeasuredValue used in board.Values(LifeUsed))
            yield return new Finding(used.Subject("device"), used.Value >= share ? Standing.Bad : Standing.Good, $"{Percent.Of(used.Value)} of its life");
        foreach (MeasuredValue state in board.Values(EndOfLife).Where(sample => sample.Value > 0))
            yield return new Finding(state.Subject("device"), states.Contains(state["state"]) ? Standing.Bad : Standing.Good, $"its spare blocks: {state["state"]}");
    }
}
