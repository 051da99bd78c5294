using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Scraping;

public sealed class SamplerTests
{
    private static readonly Family Value = Family.Gauge("value", "A value.");

    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger<SnapshotPublisher> _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_read_stands_on_the_board_with_its_time()
    {
        SourceState state = new(new FakeSource("one", samples => Add(samples, 7)));
        await SamplerOf(state).ReadAsync(Cancellation);
        Assert.Equal(7, Assert.Single(Assert.Single(state.Families).Samples).Value);
        Assert.Equal(_time.GetUtcNow(), state.Last!.TakenAt);
        Assert.Equal(0, state.Failures);
    }

    [Fact]
    public async Task A_source_that_throws_is_failed_and_what_it_had_said_until_then_counts()
    {
        SourceState state = new(new FakeSource("one", samples =>
        {
            Add(samples, 1);
            throw new IOException("the disk is gone");
        }));
        await SamplerOf(state).ReadAsync(Cancellation);
        Assert.Equal("the disk is gone", Assert.IsType<SourceOutcome.Failed>(state.Last!.Outcome).Why);
        Assert.Single(state.Families);
        Assert.Equal(1, state.Failures);
    }

    [Fact]
    public async Task What_is_absent_is_no_failure()
    {
        SourceState state = new(new FakeSource("one", _ => new SourceOutcome.Absent("no such sensor")));
        await SamplerOf(state).ReadAsync(Cancellation);
        Assert.IsType<SourceOutcome.Absent>(state.Last!.Outcome);
        Assert.Equal(0, state.Failures);
        Assert.Equal("Debug: one is not here: no such sensor", Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task A_source_that_obeys_its_time_out_is_failed_and_read_again()
    {
        bool hangs = true;
        FakeSource source = new("one", async (samples, cancellation) =>
        {
            if (hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
            return Add(samples, 2);
        });
        SourceState state = new(source);
        Sampler sampler = SamplerOf(state);
        await AdvanceUntilAsync(sampler.ReadAsync(Cancellation));
        Assert.Contains("has not answered for 5 s", Assert.IsType<SourceOutcome.Failed>(state.Last!.Outcome).Why, StringComparison.Ordinal);
        hangs = false;
        await Eventually.HoldsAsync(
            async () =>
            {
                await sampler.ReadAsync(Cancellation);
                return state.Last!.Outcome is SourceOutcome.Read;
            },
            "it is read again");
        Assert.Equal(2, Assert.Single(Assert.Single(state.Families).Samples).Value);
    }

    [Fact]
    public async Task A_source_that_hangs_is_failed_for_as_long_and_never_begun_a_second_time()
    {
        TaskCompletionSource release = new();
        FakeSource source = new("one", (samples, _) => WaitingAsync(samples));
        SourceState state = new(source);
        Sampler sampler = SamplerOf(state);
        await AdvanceUntilAsync(sampler.ReadAsync(Cancellation));
        await sampler.ReadAsync(Cancellation);
        await sampler.ReadAsync(Cancellation);
        Assert.Equal(1, source.Readings);
        Assert.Equal(3, state.Failures);
        Assert.Empty(state.Families);
        Assert.Single(_log.Lines, line => line.StartsWith("Warning: one cannot be read: it has not answered", StringComparison.Ordinal));

        release.SetResult();
        await Eventually.HoldsAsync(
            async () =>
            {
                await sampler.ReadAsync(Cancellation);
                return state.Last!.Outcome is SourceOutcome.Read;
            },
            "it is read again when the first reading has ended");
        Assert.Equal("Information: one can be read again", _log.Lines.Last());

        async ValueTask<SourceOutcome> WaitingAsync(SampleWriter samples)
        {
            await release.Task;
            return Add(samples, 1);
        }
    }

    [Fact]
    public async Task A_failure_is_said_once_however_its_figures_change()
    {
        int port = 40000;
        SourceState state = new(new FakeSource("one", _ => new SourceOutcome.Failed($"127.0.0.1:{port++} refuses")));
        Sampler sampler = SamplerOf(state);
        for (int i = 0; i < 5; i++)
            await sampler.ReadAsync(Cancellation);
        Assert.Equal("Warning: one cannot be read: 127.0.0.1:40000 refuses", Assert.Single(_log.Lines));
        Assert.Equal(5, state.Failures);
    }

    [Fact]
    public async Task Parts_that_cannot_be_read_are_counted_and_the_first_one_is_said()
    {
        SourceState state = new(new FakeSource("one", samples =>
        {
            samples.Report("/sys/a: 'x' is not a number");
            samples.Report("/sys/b: 'y' is not a number");
            return Add(samples, 1);
        }));
        Sampler sampler = SamplerOf(state);
        await sampler.ReadAsync(Cancellation);
        await sampler.ReadAsync(Cancellation);
        Assert.Equal(4, state.Problems);
        Assert.Equal("Warning: A part of one cannot be read: /sys/a: 'x' is not a number (and 1 others)", Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task Of_very_many_parts_that_cannot_be_read_the_first_are_kept_and_all_are_counted()
    {
        SourceState state = new(new FakeSource("one", samples =>
        {
            for (int i = 0; i < 5000; i++)
                samples.Report($"line {i} is not a number");
            return Add(samples, 1);
        }));
        Sampler sampler = SamplerOf(state);
        await sampler.ReadAsync(Cancellation);
        await sampler.ReadAsync(Cancellation);
        Assert.Equal(100, state.Last!.Problems.Length);
        Assert.Equal(10_000, state.Problems);
        Assert.Equal("Warning: A part of one cannot be read: line 0 is not a number (and 4999 others)", Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task It_reads_at_once_and_then_in_its_rhythm()
    {
        FakeSource source = new("one", samples => Add(samples, 1));
        using CancellationTokenSource stopping = new();
        TaskCompletionSource first = new();
        Task running = SamplerOf(new SourceState(source)).RunAsync(first.SetResult, stopping.Token);
        await first.Task.WaitAsync(Cancellation);
        Assert.Equal(1, source.Readings);
        for (int i = 2; i < 5; i++)
        {
            int wanted = i;
            _time.Advance(source.Every);
            await Eventually.HoldsAsync(() => source.Readings == wanted, $"reading {wanted}");
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_fault_that_was_not_foreseen_is_logged_once_until_it_changes()
    {
        string fault = "index";
        SourceState state = new(new FakeSource("one", _ => fault.Length == 0 ? SourceOutcome.Ok : throw new InvalidOperationException(fault)));
        Sampler sampler = SamplerOf(state);
        foreach (string now in (string[])["index", "index", "index", "key", "key", "", "key"])
        {
            fault = now;
            await sampler.ReadAsync(Cancellation);
        }

        Assert.Equal(3, _log.Lines.Count(line => line.StartsWith("Error: Reading one failed in a way that was not foreseen", StringComparison.Ordinal)));
        Assert.Equal(6, state.Failures);
    }

    [Fact]
    public async Task Telling_that_fails_does_not_end_the_reading()
    {
        FakeSource source = new("one", _ => new SourceOutcome.Failed("no"));
        SourceState state = new(source);
        SampleWriter samples = new();
        Sampler sampler = new(source, samples, new SnapshotPublisher(state, samples, _time, new BrokenLogger<SnapshotPublisher>()), _time);
        using CancellationTokenSource stopping = new();
        Task running = sampler.RunAsync(() => { }, stopping.Token);

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(source.Every);
                return source.Readings > 2;
            },
            "it is read again");

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task How_long_a_reading_took_does_not_jump_with_the_wall_clock()
    {
        JumpingTimeProvider time = new();
        SourceState state = new(new FakeSource("one", samples =>
        {
            time.Jump(TimeSpan.FromDays(300));
            return Add(samples, 1);
        }));
        SampleWriter samples = new();
        await new Sampler(state.Source, samples, new SnapshotPublisher(state, samples, time, _log), time).ReadAsync(Cancellation);

        Assert.Equal(TimeSpan.Zero, state.Last!.Took);
        Assert.Equal(time.GetTimestamp(), state.Last.Timestamp);
    }

    private static SourceOutcome Add(SampleWriter samples, double value)
    {
        samples.Add(Value, value);
        return SourceOutcome.Ok;
    }

    private Sampler SamplerOf(SourceState state)
    {
        SampleWriter samples = new();
        return new Sampler(state.Source, samples, new SnapshotPublisher(state, samples, _time, _log), _time);
    }

    private Task AdvanceUntilAsync(Task ended) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return ended.IsCompleted;
        },
        "the reading ends");
}
