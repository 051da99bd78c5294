using System.Buffers;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Tests.Sources;

/// <summary>What a source said when it was read once.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">The samples, as a scrape shows them.</param>
/// <param name="Problems">What was wrong with parts of it.</param>
internal sealed record Reading(SourceOutcome Outcome, string Text, IReadOnlyList<string> Problems)
{
    /// <summary>Reads with a writer that may have been used before.</summary>
    public static Reading Of(SampleWriter samples, Func<SampleWriter, SourceOutcome> read)
    {
        samples.Begin();
        return Now(samples, read(samples));
    }

    /// <summary>What a writer holds after a reading.</summary>
    public static Reading Now(SampleWriter samples, SourceOutcome outcome)
    {
        ArrayBufferWriter<byte> text = new();
        foreach (FamilySamples family in samples.Take())
            ExpositionWriter.Write(text, family.Family, [family], ExpositionFormat.PlainText);
        return new Reading(outcome, Encoding.UTF8.GetString(text.WrittenSpan), [.. samples.Problems]);
    }

    /// <summary>For a golden file: the samples, how it ended when not well, and the problems; the machine's folder stands as <c>&lt;root&gt;</c>.</summary>
    public string Golden(string root) => (Text + (Outcome is SourceOutcome.Read ? "" : $"! {Outcome}\n") + string.Concat(Problems.Select(problem => $"! {problem}\n"))).Replace(root, "<root>", StringComparison.Ordinal);

    /// <summary>The value of a series as it stands in the text; null when it is not there.</summary>
    public string? this[string series] => Text.Split('\n').Where(line => line.StartsWith(series + " ", StringComparison.Ordinal)).Select(line => line[(series.Length + 1)..]).SingleOrDefault();
}
