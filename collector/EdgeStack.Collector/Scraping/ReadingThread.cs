namespace EdgeStack.Collector.Scraping;

/// <summary>
/// Where sources are read that block: files, system calls. One thread, so that reading them all costs one stack and never disturbs those who answer scrapes. A reading
/// that does not come back (a dead disk, a driver) keeps its thread, and another one takes over what waits.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="patience">After this long the next reading is begun on another thread.</param>
internal sealed class ReadingThread(TimeProvider time, TimeSpan patience) : IDisposable
{
    // Frames of ours and of the runtime's file access are small.
    private const int StackBytes = 256 * 1024;

    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = new();
    private Lane? _lane;
    private int _stuck;
    private bool _ended;

    /// <summary>Threads whose reading does not come back.</summary>
    public int Stuck
    {
        get
        {
            lock (_gate)
                return _stuck;
        }
    }

    /// <summary>Does it on the thread.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            _waiting.Enqueue(() => Complete(done, work));
            if (_lane is null)
                Open();
            else
                Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.SetResult(work());
        }
#pragma warning disable CA1031 // whoever waits for the reading gets it
        catch (Exception fault)
#pragma warning restore CA1031
        {
            done.SetException(fault);
        }
    }

    private void Open()
    {
        Lane lane = _lane = new Lane();
        new Thread(() => Work(lane), StackBytes) { IsBackground = true, Name = "readings" }.Start();
    }

    private void Work(Lane lane)
    {
        using ITimer watch = time.CreateTimer(_ => TakeOver(lane), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (Next(lane) is { } work)
        {
            watch.Change(patience, Timeout.InfiniteTimeSpan);
            work();
            watch.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    // Null when this thread is to end.
    private Action? Next(Lane lane)
    {
        lock (_gate)
        {
            lane.Since = null;
            if (lane.IsLeft)
            {
                _stuck--;
                return null;
            }

            while (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_gate);
            if (_ended)
                return null;
            lane.Since = time.GetTimestamp();
            return _waiting.Dequeue();
        }
    }

    private void TakeOver(Lane lane)
    {
        lock (_gate)
        {
            // The timer may have been late for a reading that has ended.
            if (lane.IsLeft || lane.Since is not { } since || time.GetElapsedTime(since) < patience)
                return;
            lane.IsLeft = true;
            _stuck++;
            _lane = null;
            if (_waiting.Count > 0)
                Open();
        }
    }

    private sealed class Lane
    {
        /// <summary>When its reading began; null when it waits for one.</summary>
        public long? Since { get; set; }

        /// <summary>True when another one has taken over: this one ends with its reading.</summary>
        public bool IsLeft { get; set; }
    }
}
