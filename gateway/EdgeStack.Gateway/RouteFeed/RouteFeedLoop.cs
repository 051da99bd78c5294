using System.Threading.Channels;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Reads every source and publishes: the first change at once, then at most ten times a second, the last change always.
/// The host waits a moment for the first routes before it serves, so that a restart does not greet visitors with 404.
/// </summary>
internal sealed partial class RouteFeedLoop(
    IEnumerable<IRouteSource> sources, SourceHealth health, RoutePublisher publisher, IEnumerable<IFeedFollower> followers, TimeProvider time, ILogger<RouteFeedLoop> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenPublishes = TimeSpan.FromMilliseconds(100);

    // After that the gateway serves without this source, not ready, and says so.
    private static readonly TimeSpan FirstRead = TimeSpan.FromSeconds(5);

    // A source that is read faster than we publish waits: nothing is lost and nothing piles up.
    private readonly Channel<SourceChange> _changes = Channel.CreateBounded<SourceChange>(new BoundedChannelOptions(1024)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
    });

    private readonly FeedState _state = new();

    private readonly TaskCompletionSource _allRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _read;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        try
        {
            await health.WhenAllComplete.WaitAsync(FirstRead, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            foreach ((string name, _, string? fault) in health.Sources.Where(source => !source.Complete))
                LogNotReadYet(name, fault ?? "no answer yet");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task[] pumps = [.. sources.Select(source => PumpAsync(source, stoppingToken))];
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            long began = time.GetTimestamp();
            Drain();
            await PauseAsync(time.GetElapsedTime(began), stoppingToken);
        }

        await Task.WhenAll(pumps);
    }

    // What publishing took is part of the time between two publications; where it takes long, something is left for requests all the same.
    // Visitors wait for the rest of the first reading, which is worth no pause of its own.
    private Task PauseAsync(TimeSpan took, CancellationToken stoppingToken)
    {
        TimeSpan rest = BetweenPublishes - took;
        Task pause = Task.Delay(rest > took / 4 ? rest : took / 4, time, stoppingToken);
        return health.AllComplete ? pause : Task.WhenAny(pause, _allRead.Task);
    }

    private void Drain()
    {
        while (_changes.Reader.TryRead(out SourceChange? change))
        {
            _state.Apply(change);
            if (change is SourceChange.Complete)
                health.Completed(change.Scope.Source);
            else if (change is SourceChange.Faulted faulted)
                Report(faulted);
        }

        publisher.Publish(_state);
        health.Published();
        foreach (IFeedFollower follower in followers)
            follower.Published(_state, health);
    }

    private void Report(SourceChange.Faulted change)
    {
        if (!health.Faulted(change.Scope, change.Fault))
            return;
        if (change.Fault is not null)
            LogFault(change.Scope.Source, change.Scope.Part, change.Fault);
        else
            LogRecovered(change.Scope.Source, change.Scope.Part);
    }

    private async Task PumpAsync(IRouteSource source, CancellationToken stoppingToken)
    {
        try
        {
            bool isRead = false;
            await foreach (SourceChange change in source.ReadAsync(stoppingToken))
            {
                await _changes.Writer.WriteAsync(change, stoppingToken);
                if (isRead || change is not SourceChange.Complete)
                    continue;
                isRead = true;
                if (Interlocked.Increment(ref _read) == sources.Count())
                    _allRead.TrySetResult();
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _changes.Writer.TryComplete(fault); // a bug in a source: the loop must end with it instead of waiting for ever
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} has not been read yet ({Reason}); serving without it")]
    private partial void LogNotReadYet(string source, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source}, {Part}: {Fault}; what was known keeps serving")]
    private partial void LogFault(string source, string part, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}, {Part}: reachable again")]
    private partial void LogRecovered(string source, string part);
}
