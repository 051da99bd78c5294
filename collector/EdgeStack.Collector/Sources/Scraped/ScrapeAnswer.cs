using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>What a target answered.</summary>
internal abstract record ScrapeAnswer
{
    private ScrapeAnswer()
    {
    }

    /// <summary>A page, in full. Its bytes are good until the next scrape of the same target.</summary>
    internal sealed record Page(ReadOnlyMemory<byte> Text, ExpositionFormat Format) : ScrapeAnswer;

    /// <summary>More than is read.</summary>
    internal sealed record TooLong(string Why) : ScrapeAnswer;

    /// <summary>No page.</summary>
    internal sealed record None(string Why) : ScrapeAnswer;
}
