namespace EdgeStack.Telemetry.Instruments;

internal abstract record InstrumentReading
{
    public sealed record Usable(FamilyShape Shape) : InstrumentReading;

    public sealed record Unusable(string Problem) : InstrumentReading;
}
