using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>The supply of a Raspberry Pi gave less than the 4.63 V at which its firmware complains.</summary>
internal sealed class UnderVoltage : ICondition
{
    private const string Throttled = "edgestack_pi_throttled";
    private const string Events = "edgestack_pi_throttle_events_total";

    private readonly Dictionary<string, double> _counted = [];

    public ConditionTerms Terms { get; } = new("under_voltage", Severity.Warning)
    {
        Families = [Throttled, Events],
        Bad = "the firmware says so, or counted another time since the last look",
        LooksBack = TimeSpan.FromMinutes(10),
        Sentence = "{where} gets too little voltage (less than 4.63 V). Use the power supply that belongs to the board and a short, thick cable; take off USB disks that it feeds.",
    };

    public IEnumerable<Finding> Judge(FreshBoard board)
    {
        foreach (SourceReading source in board.Sources)
        {
            bool? isLow = null;
            foreach (MeasuredValue now in source.Values(Throttled).Where(IsVoltage))
                isLow = now.Value > 0;
            // A dip of a second lies between two looks; the count has it.
            foreach (MeasuredValue count in source.Values(Events).Where(IsVoltage))
            {
                if (_counted.TryGetValue(source.Source.Name, out double before) && count.Value > before)
                    isLow = true;
                _counted[source.Source.Name] = count.Value;
            }

            if (isLow is { } found)
                yield return new Finding(source.Subject(), found ? Standing.Bad : Standing.Good);
        }
    }

    private static bool IsVoltage(MeasuredValue sample) => sample["reason"] == "under_voltage";
}
