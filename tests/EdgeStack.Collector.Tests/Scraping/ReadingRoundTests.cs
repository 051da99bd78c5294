using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Scraping;

public sealed class ReadingRoundTests : IDisposable
{
    private static readonly Family Value = Family.Gauge("value", "A value.");

    private readonly FakeTimeProvider _time = new();
    private readonly ReadingThread _thread;
    private readonly ListLogger<SnapshotPublisher> _log = new();

    public ReadingRoundTests() => _thread = new ReadingThread(_time, TimeSpan.FromSeconds(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _thread.Dispose();

    [Fact]
    public async Task A_source_that_hangs_is_failed_for_as_long_and_never_begun_a_second_time_and_the_others_are_read_as_ever()
    {
        using ManualResetEventSlim release = new();
        FakeSource hung = new("hung", samples =>
        {
            release.Wait(CancellationToken.None);
            return Add(samples, 1);
        });
        SourceState state = new(hung), other = new(new FakeSource("other", samples => Add(samples, 2)));
        ReadingRound round = RoundOf(state, other);
        await AdvanceUntilAsync(round.ReadAsync(Cancellation));
        Assert.Contains("has not answered for 5 s", Assert.IsType<SourceOutcome.Failed>(state.Last!.Outcome).Why, StringComparison.Ordinal);
        await round.ReadAsync(Cancellation);
        await round.ReadAsync(Cancellation);

        Assert.Equal(1, hung.Readings);
        Assert.Equal(3, state.Failures);
        Assert.Empty(state.Families);
        Assert.Equal(0, other.Failures);
        Assert.Single(other.Families);
        Assert.Equal(1, _thread.Stuck);
        Assert.Single(_log.Lines, line => line.StartsWith("Warning: hung cannot be read: it has not answered", StringComparison.Ordinal));

        release.Set();
        await Eventually.HoldsAsync(
            async () =>
            {
                await round.ReadAsync(Cancellation);
                return state.Last!.Outcome is SourceOutcome.Read;
            },
            "it is read again when the first reading has ended");
        Assert.Equal(2, hung.Readings);
    }

    [Fact]
    public async Task A_source_that_throws_is_failed_and_the_others_are_read()
    {
        SourceState broken = new(new FakeSource("broken", SourceOutcome (samples) =>
        {
            Add(samples, 1);
            throw new InvalidOperationException("a mistake");
        }));
        SourceState well = new(new FakeSource("well", samples => Add(samples, 2)));

        await RoundOf(broken, well).ReadAsync(Cancellation);

        Assert.Equal("a mistake", Assert.IsType<SourceOutcome.Failed>(broken.Last!.Outcome).Why);
        Assert.Single(broken.Families);
        Assert.Same(SourceOutcome.Ok, well.Last!.Outcome);
    }

    [Fact]
    public async Task Telling_that_fails_ends_neither_this_source_nor_the_others()
    {
        FakeSource source = new("one", _ => new SourceOutcome.Failed("no"));
        SampleWriter samples = new();
        BlockingReading reading = new(source, samples, new SnapshotPublisher(new SourceState(source), samples, _time, new BrokenLogger<SnapshotPublisher>()));
        SourceState other = new(new FakeSource("other", written => Add(written, 2)));
        using CancellationTokenSource stopping = new();
        Task running = new ReadingRound([reading, ReadingOf(other)], _thread, _time).RunAsync(() => { }, stopping.Token);

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(source.Every);
                return source.Readings > 2 && other.Last is not null;
            },
            "they are read again");

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_source_that_finds_that_it_changes_seldom_is_read_as_seldom()
    {
        TimeSpan every = TimeSpan.FromSeconds(2);
        FakeSource source = new("one", _ =>
        {
            every = TimeSpan.FromMinutes(1);
            return new SourceOutcome.Absent("no such thing");
        })
        { EveryNow = () => every };
        using CancellationTokenSource stopping = new();
        TaskCompletionSource first = new();
        Task running = RoundOf(new SourceState(source)).RunAsync(first.SetResult, stopping.Token);
        await first.Task.WaitAsync(Cancellation);

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                return source.Readings > 1;
            },
            "it is read again");

        Assert.True(_time.GetUtcNow() - _time.Start >= TimeSpan.FromMinutes(1));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static SourceOutcome Add(SampleWriter samples, double value)
    {
        samples.Add(Value, value);
        return SourceOutcome.Ok;
    }

    private ReadingRound RoundOf(params IEnumerable<SourceState> states) => new([.. states.Select(ReadingOf)], _thread, _time);

    private BlockingReading ReadingOf(SourceState state)
    {
        SampleWriter samples = new();
        return new BlockingReading(state.Source, samples, new SnapshotPublisher(state, samples, _time, _log));
    }

    private Task AdvanceUntilAsync(Task ended) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return ended.IsCompleted;
        },
        "the reading ends");
}
