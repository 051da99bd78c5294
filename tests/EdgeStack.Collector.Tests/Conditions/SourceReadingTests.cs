using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Tests.Scraping;

namespace EdgeStack.Collector.Tests.Conditions;

public sealed class SourceReadingTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // Three periods of a quarter of a minute.
    [InlineData(15, 5, 1, 46, false)]
    [InlineData(15, 5, 1, 47, true)]
    // A reading that took six minutes counts when it has ended, and while the next one may still take as long.
    [InlineData(60, 515, 360, 360, false)]
    [InlineData(60, 515, 360, 935, false)]
    [InlineData(60, 515, 360, 936, true)]
    // The clock was put back.
    [InlineData(15, 5, 1, 0, true)]
    public void What_was_said_counts_from_when_the_reading_ended(int every, int timeout, int took, int now, bool isStale)
    {
        FakeSource source = new("one", _ => SourceOutcome.Ok) { Every = TimeSpan.FromSeconds(every), Timeout = TimeSpan.FromSeconds(timeout) };
        SourceSnapshot last = new() { Outcome = SourceOutcome.Ok, TakenAt = Began, Took = TimeSpan.FromSeconds(took) };

        Assert.Equal(isStale, new SourceReading(source, last, Began.AddSeconds(now)).IsStale);
    }
}
