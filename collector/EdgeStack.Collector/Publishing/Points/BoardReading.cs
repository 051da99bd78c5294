using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Publishing.Points;

/// <summary>What our own sources said last, by family. What other programs expose may have the same names, about other machines.</summary>
internal sealed class BoardReading
{
    private readonly Dictionary<string, List<ReadSample>> _samples = new(StringComparer.Ordinal);

    public BoardReading(SourceBoard board)
    {
        foreach (SourceState state in board.All)
        {
            if (state.Last is not { } last || state.Source.IsForeign)
                continue;
            foreach (FamilySamples family in last.Families)
            {
                if (!_samples.TryGetValue(family.Family.Name, out List<ReadSample>? samples))
                    _samples[family.Family.Name] = samples = [];
                samples.AddRange(family.Samples.Where(sample => double.IsFinite(sample.Value)).Select(sample => new ReadSample(sample, state.Source.About, last.TakenAt)));
            }
        }
    }

    /// <summary>Samples that are numbers; none when nobody has such a family.</summary>
    public IReadOnlyList<ReadSample> Of(string family) => _samples.GetValueOrDefault(family) ?? [];

    /// <summary>The one sample of a family; null when there is none.</summary>
    public ReadSample? One(string family) => Of(family) is [var first, ..] ? first : null;

    /// <summary>A label of the one sample of a family; empty when there is none.</summary>
    public string Fact(string family, string label) => One(family)?.Label(label) ?? "";
}
