using System.Buffers;
using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Pages;

/// <summary>Writes a page of metrics from what the sources said last; nothing is read for it.</summary>
internal sealed class PageWriter(SourceBoard board)
{
    private static readonly Family Success = Family.Gauge("node_scrape_collector_success", "1 when the part of the machine could be read; absent where the machine has no such thing.", "collector");
    private static readonly Family Duration = Family.Gauge("node_scrape_collector_duration_seconds", "How long the last reading of the part took.", "collector");

    // Made once: the sources are known from the start.
    private readonly SampleWriter _own = new();

    public void Write(IBufferWriter<byte> output, ScrapePage page, ExpositionFormat format)
    {
        List<SourceState> sources = [.. board.On(page)];
        IEnumerable<FamilySamples> families = sources.SelectMany(state => state.Families);
        if (page == ScrapePage.Node)
            families = families.Concat(Own(sources));
        Write(output, families, format);
        ExpositionWriter.WriteEnd(output, format);
    }

    // A family of several sources (servers, targets) stands once, with the samples of all; one that is called the same and means something else is left out.
    private static void Write(IBufferWriter<byte> output, IEnumerable<FamilySamples> families, ExpositionFormat format)
    {
        Dictionary<string, List<FamilySamples>> byName = new(StringComparer.Ordinal);
        List<List<FamilySamples>> inOrder = [];
        foreach (FamilySamples samples in families)
        {
            if (!byName.TryGetValue(samples.Family.Name, out List<FamilySamples>? same))
                inOrder.Add(byName[samples.Family.Name] = same = []);
            if (same.Count == 0 || same[0].Family.Kind == samples.Family.Kind)
                same.Add(samples);
        }

        HashSet<string> names = [.. byName.Keys];
        foreach (List<FamilySamples> same in inOrder)
            ExpositionWriter.Write(output, same[0].Family, same, format, names);
    }

    private ImmutableArray<FamilySamples> Own(List<SourceState> sources)
    {
        lock (_own)
        {
            _own.Begin();
            foreach (SourceState state in sources)
            {
                if (state.Last is not { } last)
                    continue;
                _own.Add(Duration, last.Took.TotalSeconds, state.Source.Name);
                if (last.Outcome is not SourceOutcome.Absent)
                    _own.Add(Success, last.Outcome is SourceOutcome.Read ? 1 : 0, state.Source.Name);
            }

            return _own.Take();
        }
    }
}
