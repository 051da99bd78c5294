using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>Fake time that tells when somebody starts to wait, so that a test moves the clock only when that has an effect.</summary>
internal sealed class ArmedTime : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The deadlines of this room; everything else that is waited for is a pause between attempts.</summary>
    private static readonly TimeSpan[] Deadlines = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)];

    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _armed = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private int _pausesTaken;
    private long _jumped;

    /// <summary>The wall clock is set by somebody; how much time has passed is not touched.</summary>
    public void JumpBy(TimeSpan jump) => Interlocked.Add(ref _jumped, jump.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _jumped));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        Note(dueTime);
        return new NotedTimer(timer, Note);
    }

    /// <summary>Waits until the next pause has begun and ends it.</summary>
    /// <returns>How long it would have been.</returns>
    public async Task<TimeSpan> SkipPauseAsync()
    {
        await UntilAsync(() => Pauses().Count() > _pausesTaken);
        TimeSpan pause;
        lock (_lock)
            pause = Pauses().ElementAt(_pausesTaken++);
        Advance(pause);
        return pause;
    }

    /// <summary>Waits until a deadline was set, or set anew, this many times.</summary>
    public Task UntilDeadlineSetAsync(TimeSpan deadline, int times) => UntilAsync(() => _armed.Count(armed => armed == deadline) >= times);

    private IEnumerable<TimeSpan> Pauses() => _armed.Where(armed => armed > TimeSpan.Zero && !Deadlines.Contains(armed));

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

    private void Note(TimeSpan dueTime)
    {
        lock (_lock)
        {
            _armed.Add(dueTime);
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
