using System.Collections.Concurrent;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>A clock on which every pause passes at once and is noted, up to a limit if there is one, while the deadlines of calls never come.</summary>
internal sealed class HastyTime : TimeProvider
{
    // CallPolicy's for one attempt, AdminApiClient's for an answer: what they guard is real here, and quick.
    private static readonly TimeSpan[] Deadlines = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)];

    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Due, ITimer Timer)> _parked = [];
    private DateTimeOffset _now = new(2026, 11, 29, 14, 0, 0, TimeSpan.Zero);
    private DateTimeOffset _limit = DateTimeOffset.MaxValue;

    /// <summary>In the order in which they began.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>From now on pauses that end later than that wait for <see cref="PassAsync"/>.</summary>
    public void Hold()
    {
        lock (_gate)
            _limit = _now;
    }

    /// <summary>Lets that much time pass, and returns when somebody waits for more.</summary>
    public Task PassAsync(TimeSpan span)
    {
        lock (_gate)
        {
            _limit += span;
            foreach ((DateTimeOffset due, ITimer timer) in _parked.Where(parked => parked.Due <= _limit).OrderBy(parked => parked.Due).ToArray())
            {
                _now = due;
                timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            _parked.RemoveAll(parked => parked.Due <= _limit);
        }

        return Eventually.HoldsAsync(() => IsHeld, "somebody waits for more time");
    }

    public bool IsHeld
    {
        get
        {
            lock (_gate)
                return _parked.Count > 0;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (dueTime == Timeout.InfiniteTimeSpan || Deadlines.Contains(dueTime))
            return timer;
        Pauses.Enqueue(dueTime);
        lock (_gate)
        {
            if (_now + dueTime > _limit)
            {
                _parked.Add((_now + dueTime, timer));
                return timer;
            }

            _now += dueTime;
        }

        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return timer;
    }
}
