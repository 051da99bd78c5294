using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Tests.Exposition;
using EdgeStack.Collector.Tests.Scraping;

namespace EdgeStack.Collector.Tests.Publishing;

/// <summary>A board on which sources have said what texts hold.</summary>
internal static class Board
{
    public static readonly DateTimeOffset Read = DateTimeOffset.UnixEpoch.AddYears(56);

    public static SourceBoard Of(params IEnumerable<string> texts) => Of([.. texts.Select(text => ("", text))]);

    public static SourceBoard Of(params IReadOnlyList<(string About, string Text)> sources)
    {
        SourceBoard board = new(sources.Select((source, number) => new FakeSource($"source{number}", _ => SourceOutcome.Ok) { About = source.About }));
        for (int i = 0; i < sources.Count; i++)
            Say(board.All[i], sources[i].Text, Read);
        return board;
    }

    /// <summary>Lets a source say a text at a time.</summary>
    public static void Say(SourceState state, string text, DateTimeOffset at) =>
        state.Publish(new SourceSnapshot { Outcome = SourceOutcome.Ok, TakenAt = at, Took = TimeSpan.Zero, Families = [.. Exposed.Families(text)] });
}
