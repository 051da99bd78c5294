using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Databases;

/// <summary>A database server is about to turn clients away.</summary>
internal sealed class DatabaseConnections : ICondition
{
    private const string Connected = "mysql_global_status_threads_connected";
    private const string Allowed = "mysql_global_variables_max_connections";

    private static readonly Band Share = new(0.80, 0.75);

    public ConditionTerms Terms { get; } = new("database_connections", Severity.Warning)
    {
        Families = [Connected, Allowed],
        Bad = "more than 80 % of the connections that are allowed are in use",
        Good = "at most 75 %",
        LooksBack = TimeSpan.FromMinutes(1),
        Holds = TimeSpan.FromMinutes(2),
        Sentence = "The database of {where} has {value} of its connections in use. Look at who holds them (SHOW PROCESSLIST); limit the pools of the applications, or raise max_connections.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            if (source.Value(Connected) is { } connected && source.Value(Allowed) is { } allowed and > 0)
                yield return new Finding(source.Subject(), Share.Of(connected / allowed), Percent.Of(connected / allowed));
        }
    }
}
