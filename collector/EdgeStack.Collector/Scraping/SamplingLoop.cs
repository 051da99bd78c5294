using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Scraping;

/// <summary>Reads every source, each in its own rhythm. A scrape after the start finds what could be read by then.</summary>
internal sealed class SamplingLoop(SourceBoard board, SampleShaping shaping, ReadingThread thread, TimeProvider time, ILogger<Sampler> logger) : IHostedService, IDisposable
{
    // A source that takes longer (a server that is away) shows later; a node's own files take milliseconds.
    private static readonly TimeSpan FirstReadings = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private ImmutableArray<Task> _running = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        List<Task> firsts = [];
        _running = [.. board.All.Select(state =>
        {
            TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
            firsts.Add(first.Task);
            SampleWriter samples = new([.. state.Source.Labels, .. shaping.Labels], shaping.Aliases);
            return Task.Run(() => new Sampler(state, samples, thread, time, logger).RunAsync(first.SetResult, _stopping.Token), CancellationToken.None);
        })];
        try
        {
            await Task.WhenAll(firsts).WaitAsync(FirstReadings, time, cancellationToken);
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
}
