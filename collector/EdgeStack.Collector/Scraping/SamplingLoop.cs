using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Reads every source, each in its own rhythm. A scrape after the start finds what could be read by then.</summary>
internal sealed class SamplingLoop(SourceBoard board, SampleShaping shaping, ReadingThread thread, TimeProvider time, ILogger<SnapshotPublisher> logger) : IHostedService, IDisposable
{
    // A source that takes longer (a server that is away) shows later; a node's own files take milliseconds.
    private static readonly TimeSpan FirstReadings = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        List<(ScrapePage Page, Task Ended)> firsts = [.. board.All.Where(state => !state.Source.Blocks).Select(state => (state.Source.Page, Sample(state)))];
        foreach (IGrouping<object, SourceState> round in board.All.Where(state => state.Source.Blocks && !state.Source.ComesLast)
            .GroupBy(object (state) => (state.Source.Page, state.Source.Every, state.Source.Timeout)))
            firsts.Add((round.First().Source.Page, Read(round, Task.CompletedTask)));
        foreach (SourceState last in board.All.Where(state => state.Source.Blocks && state.Source.ComesLast))
            firsts.Add((last.Source.Page, Read([last], Task.WhenAll(firsts.Where(other => other.Page == last.Source.Page).Select(other => other.Ended)))));
        try
        {
            await Task.WhenAll(firsts.Select(first => first.Ended)).WaitAsync(FirstReadings, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // They come when they come.
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Also of a program that was never stopped in order.
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    // The first reading of a source that waits.
    private Task Sample(SourceState state)
    {
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SampleWriter samples = WriterOf(state);
        Sampler sampler = new(state.Source, samples, new SnapshotPublisher(state, samples, time, logger), time);
        _running.Add(Task.Run(() => sampler.RunAsync(first.SetResult, _stopping.Token), CancellationToken.None));
        return first.Task;
    }

    // The first reading of sources that block, and begin when others have ended.
    private Task Read(IEnumerable<SourceState> states, Task others)
    {
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ImmutableArray<BlockingReading> readings = [.. states.Select(state =>
        {
            SampleWriter samples = WriterOf(state);
            return new BlockingReading(state.Source, samples, new SnapshotPublisher(state, samples, time, logger));
        })];
        _running.Add(RunAsync(new ReadingRound(readings, thread, time), others, first.SetResult));
        return first.Task;
    }

    private async Task RunAsync(ReadingRound round, Task others, Action first)
    {
        await others.WaitAsync(_stopping.Token);
        await round.RunAsync(first, _stopping.Token);
    }

    private SampleWriter WriterOf(SourceState state) => new([.. state.Source.Labels, .. shaping.Labels], shaping.Aliases);
}
