using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Every source with what it said last. Written by the sampling, read by whoever wants to know: scrapes, conditions, exports.</summary>
internal sealed class SourceBoard(IEnumerable<IMetricSource> sources)
{
    /// <summary>In the order in which they stand on their pages.</summary>
    public ImmutableArray<SourceState> All { get; } = [.. sources.Select(source => new SourceState(source))];

    public IEnumerable<SourceState> On(ScrapePage page) => All.Where(state => state.Source.Page == page);

    /// <summary>Another source of the same page that has a family of that name which means something else, of which the page shows one; null when there is none.</summary>
    public string? ClashOf(IMetricSource source, Family family) => On(source.Page)
        .FirstOrDefault(state => state.Source != source && state.Families.Any(samples => samples.Family.Name == family.Name && samples.Family.Kind != family.Kind))?.Source.Name;

    /// <summary>The samples of a family at this moment, of all sources.</summary>
    public IEnumerable<Sample> Samples(string family) =>
        All.SelectMany(state => state.Families).Where(samples => samples.Family.Name == family).SelectMany(samples => samples.Samples);
}
