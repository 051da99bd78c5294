using System.Globalization;
using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>Nobody keeps the clock of a machine right, or it is off. Certificates and logins depend on it, and a Raspberry Pi has no clock of its own while it is off.</summary>
internal sealed class ClockNotSynchronized : ICondition
{
    private const string Synchronized = "node_timex_sync_status";
    private const string Offset = "node_timex_offset_seconds";

    private static readonly Band Seconds = new(0.05, 0.03);

    public ConditionTerms Terms { get; } = new("clock_not_synchronized", Severity.Warning)
    {
        Families = [Synchronized, Offset],
        Bad = "no time server keeps the clock, or it is off by more than 0.05 s",
        Good = "kept, and off by at most 0.03 s",
        Holds = TimeSpan.FromMinutes(10),
        Sentence = "The clock of {where} {value}. Look at timedatectl; let UDP port 123 to the time servers through.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            if (source.Value(Synchronized) is 0)
                yield return new Finding(source.Subject(), Standing.Bad, "is kept right by no time server");
            else if (source.Value(Offset) is { } offset)
                yield return new Finding(source.Subject(), Seconds.Of(Math.Abs(offset)), string.Create(CultureInfo.InvariantCulture, $"is off by {offset:0.###} s"));
        }
    }
}
