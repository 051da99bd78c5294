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

    // Both are used again for every page, by one thread at a time.
    private readonly SampleWriter _own = new();
    private readonly PageFamilies _families = new();
    private readonly Lock _gate = new();

    public void Write(IBufferWriter<byte> output, ScrapePage page, ExpositionFormat format)
    {
        // Writing takes less than a millisecond; sending, which may take long, is not done here.
        lock (_gate)
        {
            foreach (SourceState state in board.All)
            {
                if (state.Source.Page == page)
                    _families.Add(state.Families);
            }

            if (page == ScrapePage.Node)
                _families.Add(Own());
            _families.WriteAndForget(output, format);
        }

        ExpositionWriter.WriteEnd(output, format);
    }

    private ImmutableArray<FamilySamples> Own()
    {
        _own.Begin();
        foreach (SourceState state in board.All)
        {
            if (state.Source.Page != ScrapePage.Node || state.Last is not { } last)
                continue;
            _own.Add(Duration, last.Took.TotalSeconds, state.Source.Name);
            if (last.Outcome is not SourceOutcome.Absent)
                _own.Add(Success, last.Outcome is SourceOutcome.Read ? 1 : 0, state.Source.Name);
        }

        return _own.Take();
    }
}
