using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>What all samples have in common.</summary>
/// <param name="Labels">Labels that every series gets, unless it has one of that name: <c>cluster</c>.</param>
/// <param name="Aliases">Under which other names families are shown as well.</param>
internal sealed record SampleShaping(ImmutableArray<KeyValuePair<string, string>> Labels, FamilyAliases Aliases);
