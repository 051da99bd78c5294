using System.Collections.Concurrent;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>A clock on which every pause passes at once and is noted, while the deadlines of calls never come.</summary>
internal sealed class HastyTime : TimeProvider
{
    // CallPolicy's for one attempt, AdminApiClient's for an answer: what they guard is real here, and quick.
    private static readonly TimeSpan[] Deadlines = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)];

    private long _ticks = new DateTimeOffset(2026, 11, 29, 14, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>In the order in which they began.</summary>
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || Deadlines.Contains(dueTime))
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Pauses.Enqueue(dueTime);
        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
