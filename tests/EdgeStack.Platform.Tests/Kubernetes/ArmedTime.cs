using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>Fake time that tells when somebody starts to wait, so that a test moves the clock only when that has an effect.</summary>
internal sealed class ArmedTime : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _pauses = [];
    private readonly List<TimeSpan> _deadlines = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private int _pausesTaken;
    private long _jumped;

    /// <summary>The wall clock is set by somebody; how much time has passed is not touched.</summary>
    public void JumpBy(TimeSpan jump) => Interlocked.Add(ref _jumped, jump.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _jumped));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        // By who waits, not by how long: a pause of 30 s and a quarter more or less is now and then exactly as long as a deadline.
        List<TimeSpan> kind = state is Task ? _pauses : _deadlines;
        Note(kind, dueTime);
        return new NotedTimer(timer, again => Note(kind, again));
    }

    /// <summary>Waits until the next pause has begun and ends it.</summary>
    /// <returns>How long it would have been.</returns>
    public async Task<TimeSpan> SkipPauseAsync()
    {
        await UntilPausedAsync();
        TimeSpan pause;
        lock (_lock)
            pause = _pauses[_pausesTaken++];
        Advance(pause);
        return pause;
    }

    /// <summary>Waits until the next pause has begun: what was tried before it has failed, and nothing is tried until it is over.</summary>
    public Task UntilPausedAsync() => UntilAsync(() => _pauses.Count > _pausesTaken);

    /// <summary>Waits until a deadline was set, or set anew, this many times.</summary>
    public Task UntilDeadlineSetAsync(TimeSpan deadline, int times) => UntilAsync(() => _deadlines.Count(armed => armed == deadline) >= times);

    private Task UntilAsync(Func<bool> condition)
    {
        TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (condition())
                return Task.CompletedTask;
            _waiting.Add((condition, met));
        }
        return met.Task.WaitAsync(Patience);
    }

    private void Note(List<TimeSpan> kind, TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return;
        lock (_lock)
        {
            kind.Add(dueTime);
            _waiting.RemoveAll(waiting => waiting.Condition() && waiting.Met.TrySetResult());
        }
    }

    private sealed class NotedTimer(ITimer timer, Action<TimeSpan> note) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = timer.Change(dueTime, period);
            note(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
