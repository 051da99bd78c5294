using EdgeStack.Telemetry.Otlp;

namespace EdgeStack.Platform.Tests.Telemetry.Otlp;

public sealed class WaitingExportsTests
{
    private const int MostBytes = 10_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_waits_takes_a_bounded_number_of_bytes_and_the_oldest_are_dropped_and_counted()
    {
        WaitingExports waiting = new(MostBytes);
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(waiting.TryAdd(new Export("metrics", Numbered(i, 300))));
            Assert.InRange(waiting.Bytes, 0, MostBytes);
        }

        List<int> kept = [];
        while (waiting.TryTake() is { } export)
            kept.Add(BitConverter.ToInt32(export.Body));
        Assert.Equal(Enumerable.Range(1000 - (MostBytes / 300), MostBytes / 300), kept);
        Assert.Equal(1000 - kept.Count, waiting.Outcomes.Of("metrics", ExportOutcomes.Dropped));
        Assert.Equal(0, waiting.Bytes);
    }

    [Fact]
    public void One_that_is_larger_than_all_may_be_is_dropped_and_the_others_stay()
    {
        WaitingExports waiting = new(MostBytes);
        waiting.TryAdd(new Export("metrics", Numbered(1, 100)));
        byte[] noise = new byte[4 * MostBytes];
        new Random(1).NextBytes(noise);
        waiting.Add("logs", noise);
        Assert.Equal((100, 1), (waiting.Bytes, waiting.Outcomes.Of("logs", ExportOutcomes.Dropped)));
    }

    [Fact]
    public async Task Whoever_waits_for_one_gets_it_when_it_comes()
    {
        WaitingExports waiting = new();
        Task<Export> taking = waiting.TakeAsync(Cancellation);
        Assert.False(taking.IsCompleted);
        waiting.Add("logs", "text"u8);
        Assert.Equal("logs", (await taking).Signal);
    }

    [Fact]
    public void One_that_is_put_back_is_the_first_again_unless_there_is_no_room_for_it_any_more()
    {
        WaitingExports waiting = new(MostBytes);
        waiting.TryAdd(new Export("metrics", Numbered(1, 5000)));
        Export first = waiting.TryTake()!;
        waiting.TryAdd(new Export("metrics", Numbered(2, 4000)));
        waiting.PutBack(first);
        Assert.Same(first, waiting.TryTake());
        waiting.TryAdd(new Export("metrics", Numbered(3, 4000)));
        waiting.PutBack(first);
        Assert.Equal(2, BitConverter.ToInt32(waiting.TryTake()!.Body));
        Assert.Equal(1, waiting.Outcomes.Of("metrics", ExportOutcomes.Dropped));
    }

    [Fact]
    public void When_nobody_sends_any_more_what_waits_and_what_comes_is_dropped_and_counted()
    {
        WaitingExports waiting = new();
        waiting.Add("metrics", "text"u8);
        waiting.End();
        waiting.Add("metrics", "text"u8);
        Assert.Equal((0, 2), (waiting.Bytes, waiting.Outcomes.Of("metrics", ExportOutcomes.Dropped)));
    }

    private static byte[] Numbered(int number, int length)
    {
        byte[] body = new byte[length];
        BitConverter.TryWriteBytes(body, number);
        return body;
    }
}
