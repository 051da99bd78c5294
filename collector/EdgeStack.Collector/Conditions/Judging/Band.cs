namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>Where a value begins to be bad and where it is good again, so that one that wavers around a limit is told once.</summary>
/// <param name="Begins">Bad is what lies beyond.</param>
/// <param name="Ends">Good again is what has come back to here. Below the first, when high values are bad; above, when low ones are.</param>
internal sealed record Band(double Begins, double Ends)
{
    public Standing Of(double value)
    {
        bool isHighBad = Begins > Ends;
        if (isHighBad ? value > Begins : value < Begins)
            return Standing.Bad;
        return (isHighBad ? value <= Ends : value >= Ends) ? Standing.Good : Standing.Between;
    }
}
