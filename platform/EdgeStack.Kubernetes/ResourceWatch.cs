using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Kubernetes;

/// <summary>
/// The loop behind one watch: list, then watch from the list's resourceVersion, resume where the last watch ended, and list anew
/// when the server has forgotten that point or when watches from it bring nothing. One instance per consumer; not for two threads.
/// </summary>
internal sealed partial class ResourceWatch<T>(
    ApiConnection connection, Resource<T> resource, string? @namespace, string? labelSelector, ILogger logger)
{
    /// <summary>A watch that the server ends sooner, without an event, counts as fruitless.</summary>
    private static readonly TimeSpan ShortestUsefulWatch = TimeSpan.FromSeconds(5);

    private readonly ResourceList<T> _list = new(connection, resource, @namespace, labelSelector);
    private readonly Backoff _backoff = new();

    /// <summary>Where the next watch starts; null: list first.</summary>
    private string? _position;

    /// <summary>Watches in a row that brought nothing. The second makes us distrust the position.</summary>
    private int _fruitless;

    /// <summary>The outage that the consumer knows about.</summary>
    private WatchFaultReason? _told;

    /// <exception cref="OperationCanceledException">The only way in which it ends.</exception>
    public async IAsyncEnumerable<Change<T>> RunAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            IAsyncEnumerable<Change<T>> step = _position is { } position ? WatchAsync(position, stopping) : ListAsync(stopping);
            await foreach (Change<T> change in step)
                yield return change;
        }
    }

    private async IAsyncEnumerable<Change<T>> ListAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        switch (await _list.ReadAsync(stopping))
        {
            case ListOutcome<T>.Complete complete:
                _position = complete.ResourceVersion;
                _told = null;
                LogListed(resource, complete.Change.Items.Length, complete.ResourceVersion);
                yield return complete.Change;
                break;
            case ListOutcome<T>.Failed failed:
                if (IsNews(failed.Failure))
                    yield return new Change<T>.Interrupted(failed.Failure.Fault);
                await PauseAsync(failed.Failure.RetryAfter, stopping);
                break;
        }
    }

    private async IAsyncEnumerable<Change<T>> WatchAsync(string position, [EnumeratorCancellation] CancellationToken stopping)
    {
        // Not all at once: the watches of many clients that started together would end together for ever.
        int seconds = Random.Shared.Next(270, 311);
        ApiRequest request = resource.Request("watch", @namespace).With("watch", "true").With("resourceVersion", position)
            .With("allowWatchBookmarks", "true").With("timeoutSeconds", seconds.ToString()).With("labelSelector", labelSelector);
        using WatchStream<T> stream = new(connection, resource, request, stopping);
        long? opened = null;
        bool heard = false;
        while (true)
        {
            WatchSignal<T> signal = await stream.NextAsync();
            switch (signal)
            {
                case WatchSignal<T>.Opened:
                    opened = connection.Time.GetTimestamp();
                    if (_told is not null)
                        yield return new Change<T>.Resumed();
                    _told = null;
                    break;
                case WatchSignal<T>.Changed changed:
                    heard = true;
                    if (!Advance(changed.ResourceVersion))
                        yield break;
                    yield return changed.Change;
                    break;
                case WatchSignal<T>.Progressed progressed:
                    heard = true;
                    if (!Advance(progressed.ResourceVersion))
                        yield break;
                    break;
                default:
                    if (signal is WatchSignal<T>.Failed { Failure: { Expired: false } failure } && IsNews(failure))
                        yield return new Change<T>.Interrupted(failure.Fault);
                    bool useful = heard || (opened is { } since && connection.Time.GetElapsedTime(since) >= ShortestUsefulWatch);
                    await EndedAsync(signal, useful, stopping);
                    yield break;
            }
        }
    }

    /// <summary>Decides where to go on after a watch ended, and when.</summary>
    private async Task EndedAsync(WatchSignal<T> end, bool useful, CancellationToken stopping)
    {
        if (useful)
            _backoff.Reset();
        switch (end)
        {
            case WatchSignal<T>.Closed when useful:
                _fruitless = 0;
                break;
            case WatchSignal<T>.Closed:
                DistrustPosition();
                LogClosedAtOnce(resource);
                await PauseAsync(null, stopping);
                break;
            case WatchSignal<T>.Silent:
                LogSilent(resource, WatchStream<T>.MaximumSilence);
                DistrustPosition();
                break;
            case WatchSignal<T>.Lost lost:
                LogLost(resource, lost.Object.Why);
                _position = null;
                break;
            case WatchSignal<T>.Failed { Failure: { Expired: true } expired }:
                LogExpired(resource, expired.Fault.Message);
                _position = null;
                if (++_fruitless > 1)
                    await PauseAsync(expired.RetryAfter, stopping);
                break;
            case WatchSignal<T>.Failed failed:
                // A server that lost its newest data answers with an error to a position from its former future.
                if (failed.Failure.Fault.Reason is WatchFaultReason.ServerError or WatchFaultReason.Rejected or WatchFaultReason.Unreadable)
                    DistrustPosition();
                await PauseAsync(failed.Failure.RetryAfter, stopping);
                break;
        }
    }

    /// <returns>False: the server's versions went backwards, as after a restored backup; the position is void.</returns>
    private bool Advance(string? resourceVersion)
    {
        _fruitless = 0;
        _backoff.Reset();
        if (resourceVersion is null)
            return true;
        bool backwards = ulong.TryParse(resourceVersion, out ulong next) && ulong.TryParse(_position, out ulong last) && next < last;
        if (backwards)
            LogBackwards(resource, _position, resourceVersion);
        _position = backwards ? null : resourceVersion;
        return !backwards;
    }

    private void DistrustPosition()
    {
        if (++_fruitless < 2)
            return;
        _fruitless = 0;
        _position = null;
    }

    private bool IsNews(Failure failure)
    {
        bool news = _told != failure.Fault.Reason;
        _told = failure.Fault.Reason;
        return news;
    }

    private async Task PauseAsync(TimeSpan? askedFor, CancellationToken stopping)
    {
        TimeSpan wait = _backoff.Next(askedFor);
        LogRetry(resource, wait);
        await Task.Delay(wait, connection.Time, stopping);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Listed {Count} of {Resource} at version {Version}")]
    private partial void LogListed(Resource<T> resource, int count, string version);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Next attempt to reach {Resource} in {Delay}")]
    private partial void LogRetry(Resource<T> resource, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Information, Message = "The watch on {Resource} expired and is listed anew: {Reason}")]
    private partial void LogExpired(Resource<T> resource, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The server closed the watch on {Resource} as soon as it was open")]
    private partial void LogClosedAtOnce(Resource<T> resource);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The watch on {Resource} was silent for {Silence}; connecting anew")]
    private partial void LogSilent(Resource<T> resource, TimeSpan silence);

    [LoggerMessage(Level = LogLevel.Information, Message = "A deleted object of {Resource} is unreadable, so all are listed anew: {Why}")]
    private partial void LogLost(Resource<T> resource, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The versions of {Resource} went back from {Last} to {Next}; all are listed anew")]
    private partial void LogBackwards(Resource<T> resource, string? last, string next);
}
