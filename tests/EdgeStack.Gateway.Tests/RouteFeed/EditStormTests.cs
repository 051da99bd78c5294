using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Documents;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed class EditStormTests
{
    private static readonly TimeSpan BetweenPublishes = TimeSpan.FromMilliseconds(100), Storm = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task CF_04_fifty_edits_a_second_for_ten_minutes_are_applied_at_most_ten_times_a_second_and_the_last_one_always()
    {
        using TemporaryFolder folder = new();
        using FeedTime time = new();
        ScriptedSource script = new();
        PublishTimes published = new(time);
        Task<RunningGateway> starting = RunningGateway.StartAsync(new GatewayOptions { Routes = [folder.Path], LogLevel = LogLevel.Error }, services =>
            services.AddSingleton<TimeProvider>(time).AddSingleton<IRouteSource>(script).AddSingleton<IFeedFollower>(published));
        await Eventually.HoldsAsync(() => time.AdvanceWhile(!starting.IsCompleted), "the gateway has started");
        await using RunningGateway gateway = await starting;
        script.Edit("first.example");
        await Eventually.HoldsAsync(() => time.AdvanceWhile(gateway.Routes.Targets.IsEmpty), "the first edit serves");
        time.ForgetPauses();
        await Eventually.HoldsAsync(() => time.HasPaused(() => script.Edit("settling.example")), "the feed publishes while the clock stands still");
        int before = published.Times.Count;

        int edits = 0;
        for (TimeSpan passed = TimeSpan.Zero; passed < Storm; passed += BetweenPublishes)
        {
            for (int i = 0; i < 5; i++)
                script.Edit($"edit-{edits++}.example");
            time.Advance(BetweenPublishes);
            await time.PausedAsync();
        }

        Assert.Equal(30_000, edits);
        await Eventually.HoldsAsync(
            () => time.AdvanceWhile(gateway.Routes.Targets.Single().HostLabels[0] != $"edit-{edits - 1}.example"), "the last edit serves");
        // Before the storm the clock was moved under the feed's hands, and its publications bear times that were not theirs.
        DateTimeOffset[] times = [.. published.Times.Skip(before)];
        Assert.InRange(times.Length, 5_900, 6_100);
        Assert.True(gateway.Routes.Revision <= published.Times.Count, $"{gateway.Routes.Revision} tables for {published.Times.Count} applies");
        Assert.All(times.Zip(times.Skip(10)), window => Assert.True(window.Second - window.First >= TimeSpan.FromSeconds(1), $"eleven applies from {window.First:O} to {window.Second:O}"));
    }

    /// <summary>Tells when the feed has begun its pause after a publish, so that the clock is moved only when that has an effect.</summary>
    private sealed class FeedTime : FakeTimeProvider, IDisposable
    {
        private readonly SemaphoreSlim _pauses = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            // What is left of the pause is shorter when the clock was moved while the feed was publishing, and longer when it was moved far.
            if (dueTime > TimeSpan.Zero && dueTime <= BetweenPublishes)
                _pauses.Release();
            return timer;
        }

        public void ForgetPauses()
        {
            while (_pauses.Wait(0))
                continue;
        }

        /// <summary>Returns whether the feed has begun a pause that one step of the clock ends; edits and moves the clock otherwise.</summary>
        public bool HasPaused(Action edit)
        {
            if (_pauses.Wait(0))
                return true;
            edit();
            Advance(BetweenPublishes);
            return false;
        }

        public async Task PausedAsync() => Assert.True(await _pauses.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "the feed has stopped");

        public void Dispose() => _pauses.Dispose();

        /// <summary>Returns whether it is over.</summary>
        public bool AdvanceWhile(bool goesOn)
        {
            if (goesOn)
                Advance(BetweenPublishes);
            return !goesOn;
        }
    }

    private sealed class PublishTimes(TimeProvider time) : IFeedFollower
    {
        private readonly Lock _lock = new();
        private readonly List<DateTimeOffset> _times = [];

        public IReadOnlyList<DateTimeOffset> Times
        {
            get
            {
                lock (_lock)
                    return [.. _times];
            }
        }

        public void Published(FeedState state, SourceHealth health)
        {
            lock (_lock)
                _times.Add(time.GetUtcNow());
        }
    }

    private sealed class ScriptedSource : IRouteSource
    {
        private readonly Channel<SourceChange> _changes = Channel.CreateUnbounded<SourceChange>();
        private readonly SourceScope _scope = new("script", "");

        public string Name => _scope.Source;

        public void Edit(string host) => _changes.Writer.TryWrite(new SourceChange.Upserted(_scope, new SourceItem.Routes(RouteObject.OfConfigMap(
            "apps", "blog", [KeyValuePair.Create("routes.yaml", $"routes: [ {{ host: {host}, service: 'blog:80' }} ]")]))));

        public async IAsyncEnumerable<SourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new SourceChange.Complete(_scope);
            await foreach (SourceChange change in _changes.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
    }
}
