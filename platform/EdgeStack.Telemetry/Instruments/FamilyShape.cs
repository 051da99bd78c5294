namespace EdgeStack.Telemetry.Instruments;

// Buckets are the upper bounds the instrument advises: null without advice, empty for count and sum alone.
/// <summary>A family as its instrument declares it; the labels are known with the first measurement only.</summary>
internal sealed record FamilyShape(string Name, InstrumentKind Kind, string Help, IReadOnlyList<double>? Buckets);
