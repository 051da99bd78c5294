using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>A family and its samples at one moment.</summary>
internal sealed record FamilySamples(Family Family, ImmutableArray<Sample> Samples);
