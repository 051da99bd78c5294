using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Scraping;

/// <summary>A clock whose timers come a little too early, as timers of whole milliseconds do.</summary>
internal sealed class EarlyTimeProvider(TimeSpan early) : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Early(base.CreateTimer(callback, state, Sooner(dueTime), period), Sooner);

    private TimeSpan Sooner(TimeSpan due) => due > early ? due - early : due;

    private sealed class Early(ITimer timer, Func<TimeSpan, TimeSpan> sooner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(sooner(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
