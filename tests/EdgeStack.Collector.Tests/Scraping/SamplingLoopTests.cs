using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Scraping;

public sealed class SamplingLoopTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task What_comes_last_is_read_when_every_other_source_of_its_page_has_been()
    {
        TaskCompletionSource release = new();
        List<string> read = [];
        FakeSource slow = new("slow", async (_, _) =>
        {
            await release.Task;
            return Read("slow");
        });
        FakeSource elsewhere = new("elsewhere", async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
            return SourceOutcome.Ok;
        })
        { Page = ScrapePage.Database };
        FakeSource last = new("last", _ => Read("last")) { Blocks = true, ComesLast = true }, first = new("first", _ => Read("first")) { Blocks = true };
        using ReadingThread thread = new(_time, TimeSpan.FromSeconds(1));
        using SamplingLoop loop = new(new SourceBoard([last, slow, elsewhere, first]), new SampleShaping([], FamilyAliases.None), thread, _time, new ListLogger<SnapshotPublisher>());

        Task starting = loop.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => first.Readings == 1 && slow.Readings == 1, "the others are being read");
        Assert.Equal(0, last.Readings);
        release.SetResult();
        await Eventually.HoldsAsync(() => last.Readings == 1, "it is read");

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return starting.IsCompleted;
            },
            "the start waits for nobody for long");
        Assert.Equal("last", read[2]);
        await loop.StopAsync(TestContext.Current.CancellationToken);

        SourceOutcome Read(string name)
        {
            lock (read)
                read.Add(name);
            return SourceOutcome.Ok;
        }
    }
}
