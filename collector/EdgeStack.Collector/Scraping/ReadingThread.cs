namespace EdgeStack.Collector.Scraping;

/// <summary>
/// Where sources are read that block: files, system calls. One thread, so that reading them all costs one stack; those who answer scrapes are kept waiting for no longer than a moment. A reading
/// that does not come back (a dead disk, a driver) keeps its thread, and another one takes over what waits.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="patience">After this long the next reading is begun on another thread.</param>
internal sealed class ReadingThread(TimeProvider time, TimeSpan patience) : IDisposable
{
    // Frames of ours and of the runtime's file access are small.
    private const int StackBytes = 256 * 1024;

    /// <summary>
    /// Readings of files end within this nearly always, and whoever waits for them does so without a timer: one that comes for nothing wakes the pool, and whoever watches over the
    /// pool, which costs more than most readings.
    /// </summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(25);

    // A timer that comes early looks again a little later than the clock asks for, not again and again.
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly Queue<(Action Reading, Batch Batch)> _waiting = new();
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

    /// <summary>Does these one after the other on the thread, which is woken once for all of them. Ends when all have ended; keeps its caller for a moment, in which they nearly always do.</summary>
    public Task RunAsync(params IReadOnlyCollection<Action> readings)
    {
        Batch batch = new(readings.Count);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            foreach (Action reading in readings)
                _waiting.Enqueue((reading, batch));
            if (_lane is null)
                Open(isSlow: false);
            else
                Monitor.Pulse(_gate);
        }

        if (!batch.EndsWithin(Brief))
            TakeLong();
        return batch.Ended;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    // What is read just now is watched, and all that waits behind it.
    private void TakeLong()
    {
        lock (_gate)
        {
            if (_lane is not { } lane)
                return;
            lane.IsSlow = true;
            if (lane is { Since: { } since, IsWatched: false })
                Watch(lane, TimeSpan.FromTicks(Math.Max(0, (patience - time.GetElapsedTime(since)).Ticks)));
        }
    }

    private void Open(bool isSlow)
    {
        Lane lane = _lane = new Lane { IsSlow = isSlow };
        new Thread(() => Work(lane), StackBytes) { IsBackground = true, Name = "readings" }.Start();
    }

    private void Work(Lane lane)
    {
        using ITimer watch = time.CreateTimer(_ => TakeOver(lane), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lane.Watch = watch;
        while (Next(lane) is var (reading, batch))
            batch.Do(reading);
    }

    // Null when this thread is to end.
    private (Action Reading, Batch Batch)? Next(Lane lane)
    {
        lock (_gate)
        {
            lane.Since = null;
            if (lane.IsLeft)
            {
                _stuck--;
                return null;
            }

            if (_waiting.Count == 0)
            {
                lane.IsSlow = false;
                if (lane.IsWatched)
                    Watch(lane, Timeout.InfiniteTimeSpan);
            }

            while (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_gate);
            if (_ended)
                return null;
            lane.Since = time.GetTimestamp();
            // A timer that is set looks at whatever is being read when it comes.
            if (lane is { IsSlow: true, IsWatched: false })
                Watch(lane, patience);
            return _waiting.Dequeue();
        }
    }

    private void TakeOver(Lane lane)
    {
        lock (_gate)
        {
            lane.IsWatched = false;
            if (lane.IsLeft || lane.Since is not { } since)
                return;
            // It was set for an earlier reading, or its clock is not the one that we measure by.
            if (patience - time.GetElapsedTime(since) is var rest && rest > TimeSpan.Zero)
            {
                Watch(lane, rest + Margin);
                return;
            }

            lane.IsLeft = true;
            _stuck++;
            _lane = null;
            if (_waiting.Count > 0)
                Open(isSlow: true);
        }
    }

    private static void Watch(Lane lane, TimeSpan due)
    {
        lane.IsWatched = due != Timeout.InfiniteTimeSpan;
        lane.Watch?.Change(due, Timeout.InfiniteTimeSpan);
    }

    private sealed class Lane
    {
        /// <summary>When its reading began; null when it waits for one.</summary>
        public long? Since { get; set; }

        /// <summary>True when another one has taken over: this one ends with its reading.</summary>
        public bool IsLeft { get; set; }

        /// <summary>True when somebody has waited for longer than a moment: its readings are watched until none waits.</summary>
        public bool IsSlow { get; set; }

        /// <summary>Looks whether its reading comes back. The thread's own.</summary>
        public ITimer? Watch { get; set; }

        /// <summary>Whether that timer is set.</summary>
        public bool IsWatched { get; set; }
    }

    /// <summary>Readings that somebody waits for together, on however many threads they end.</summary>
    private sealed class Batch
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _fault;
        private int _left;

        public Batch(int readings)
        {
            _left = readings;
            if (readings == 0)
                _done.SetResult();
        }

        public Task Ended => _done.Task;

        /// <summary>Waits for it, without the clock that tests may hold: it bounds a wait and decides nothing.</summary>
        public bool EndsWithin(TimeSpan moment)
        {
            lock (_done)
                return _done.Task.IsCompleted || Monitor.Wait(_done, moment);
        }

        public void Do(Action reading)
        {
            try
            {
                reading();
            }
#pragma warning disable CA1031 // whoever waits for the readings gets it
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Volatile.Write(ref _fault, fault);
            }

            if (Interlocked.Decrement(ref _left) > 0)
                return;
            lock (_done)
            {
                if (Volatile.Read(ref _fault) is { } thrown)
                    _done.SetException(thrown);
                else
                    _done.SetResult();
                Monitor.Pulse(_done);
            }
        }
    }
}
