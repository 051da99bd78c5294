using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Databases;

/// <summary>The last backup that was good is old. Backups that nobody ever told of are not known.</summary>
internal sealed class BackupOld(TimeSpan oldest, ConditionTerms terms) : ICondition
{
    private const string LastSuccess = "edgestack_backup_last_success_timestamp_seconds";

    public ConditionTerms Terms { get; } = terms;

    public static BackupOld Warning() => new(TimeSpan.FromHours(26), new ConditionTerms("backup_old", Severity.Warning)
    {
        Families = [LastSuccess],
        Bad = "the last good backup is older than 26 h: a day and two hours",
        Holds = TimeSpan.FromMinutes(10),
        Sentence = "The last good backup of {where} is {value} old. Look at the log of the backup job, and at the space where it writes.",
    });

    public static BackupOld Critical() => new(TimeSpan.FromHours(50), new ConditionTerms("backup_missing", Severity.Critical)
    {
        Families = [LastSuccess],
        Bad = "older than 50 h: two were missed",
        Holds = TimeSpan.FromMinutes(30),
        Sentence = "The last good backup of {where} is {value} old: two were missed. Make one by hand now.",
    });

    // Of several copies of one database the newest counts.
    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (IGrouping<string, MeasuredValue> same in board.Values(LastSuccess).GroupBy(sample => sample.Subject("database"), StringComparer.Ordinal))
        {
            double seconds = board.Now.ToUnixTimeMilliseconds() / 1000.0 - same.Max(sample => sample.Value);
            yield return new Finding(same.Key, seconds > oldest.TotalSeconds ? Standing.Bad : Standing.Good, Age.Of(seconds));
        }
    }
}
