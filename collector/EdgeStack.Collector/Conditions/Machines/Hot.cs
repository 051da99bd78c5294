using System.Globalization;
using EdgeStack.Collector.Conditions.Judging;

namespace EdgeStack.Collector.Conditions.Machines;

/// <summary>The processor of a Raspberry Pi is hot: its clock is turned down from 80 °C on, and hard at 85 °C.</summary>
internal sealed class Hot(Band band, ConditionTerms terms) : ICondition
{
    private const string Temperature = "edgestack_pi_temperature_celsius";

    public ConditionTerms Terms { get; } = terms;

    public static Hot Warning() => new(new Band(75, 72), new ConditionTerms("hot", Severity.Warning)
    {
        Families = [Temperature],
        Bad = "> 75 °C",
        Good = "≤ 72 °C",
        Holds = TimeSpan.FromMinutes(10),
        Sentence = "{where} is at {value}. Look at its fan, heat sink and place before it slows down at 80 °C.",
    });

    public static Hot Critical() => new(new Band(80, 77), new ConditionTerms("very_hot", Severity.Critical)
    {
        Families = [Temperature],
        Bad = "> 80 °C",
        Good = "≤ 77 °C",
        Holds = TimeSpan.FromMinutes(5),
        Sentence = "{where} is at {value} and slows down. Cool it now: clean or replace the fan, open the case.",
    });

    public IEnumerable<Finding> Judge(FreshBoard board) => board.Values(Temperature).Where(sample => sample["sensor"] == "soc")
        .Select(sample => new Finding(sample.Source.Subject(), band.Of(sample.Value), string.Create(CultureInfo.InvariantCulture, $"{sample.Value:0} °C")));
}
