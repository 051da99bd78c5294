using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Databases;

/// <summary>A database server does not answer.</summary>
internal sealed class DatabaseDown : ICondition
{
    private const string Up = "mysql_up";

    public ConditionTerms Terms { get; } = new("database_down", Severity.Critical)
    {
        Families = [Up],
        Bad = "the server does not answer",
        Holds = TimeSpan.FromMinutes(2),
        EndsAfter = TimeSpan.FromMinutes(1),
        Sentence = "The database of {where} does not answer{value}. Look at systemctl status mariadb (or its pod) and its log.",
    };

    // The reading that found it down has failed; that is what it says.
    public IEnumerable<Finding> Judge(FreshBoard board) => board.Sources.SelectMany(source => source.ValuesThoughFailed(Up))
        .Select(up => new Finding(up.Source.Subject(), up.Value > 0 ? Standing.Good : Standing.Bad, up.Source.Fault is { } fault ? $": {fault}" : ""));
}
