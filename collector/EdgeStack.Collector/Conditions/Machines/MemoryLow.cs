using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>A machine is about to run out of memory.</summary>
internal sealed class MemoryLow : ICondition
{
    private const string Available = "node_memory_MemAvailable_bytes";
    private const string Total = "node_memory_MemTotal_bytes";

    private static readonly Band Share = new(0.10, 0.12);

    public ConditionTerms Terms { get; } = new("memory_low", Severity.Warning)
    {
        Families = [Available, Total],
        Bad = "less than 10 % of the memory is available",
        Good = "at least 12 %",
        Holds = TimeSpan.FromMinutes(15),
        Sentence = "{where} has {value} of its memory left. Find what grows (top on it, or kubectl top pods), give it a limit, or move it to another node.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            if (source.Value(Available) is { } available && source.Value(Total) is { } total and > 0)
                yield return new Finding(source.Subject(), Share.Of(available / total), Percent.Of(available / total));
        }
    }
}
