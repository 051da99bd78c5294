using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed class FolderWatchTests
{
    [Fact]
    public async Task A_file_that_was_written_beside_and_then_took_its_name_is_not_waited_for()
    {
        using Watched watched = new();
        Task stirred = watched.StirredAsync();
        watched.Folder.Write("a.yaml", "routes: []");
        await stirred.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken); // on a clock that stands still
    }

    [Fact]
    public async Task A_file_that_is_written_in_its_place_is_waited_for_until_it_is_quiet()
    {
        using Watched watched = new();
        Task stirred = watched.StirredAsync();
        await File.WriteAllTextAsync(watched.Folder.File("a.yaml"), "routes: [", TestContext.Current.CancellationToken);
        // Another one that is whole says nothing about the first.
        watched.Folder.Write("b.yaml", "routes: []");
        await watched.Time.WaitingAsync();
        Assert.False(stirred.IsCompleted);
        await Eventually.HoldsAsync(() => watched.Time.AdvanceUnless(stirred.IsCompleted), "it is quiet");
    }

    [Theory]
    [InlineData("a.yaml", "a.yaml~", "Writing")]
    [InlineData("a.yaml.new~", "a.yaml", "Whole")]
    [InlineData("a.yaml", "b.yml", "Whole")]
    [InlineData("notes.txt", "notes.md", "Beside")]
    public void A_route_file_that_is_moved_aside_is_about_to_be_written_and_one_that_gets_its_name_is_whole(string before, string now, string stir) =>
        Assert.Equal(stir, FolderStirs.OfRename(before, now).ToString());

    private sealed class Watched : IDisposable
    {
        private readonly FolderWatch _watch;

        public Watched()
        {
            _watch = new FolderWatch(Folder.Path, Time, NullLogger.Instance);
            _watch.Renew([]);
        }

        public TemporaryFolder Folder { get; } = new();

        public WatchTime Time { get; } = new();

        public Task StirredAsync() => _watch.StirredAsync(TestContext.Current.CancellationToken);

        public void Dispose()
        {
            _watch.Dispose();
            Folder.Dispose();
        }
    }

    /// <summary>Tells when the watch waits for quiet.</summary>
    private sealed class WatchTime : FakeTimeProvider
    {
        private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Quiet)
                _waiting.TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }

        public Task WaitingAsync() => _waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        public bool AdvanceUnless(bool over)
        {
            if (!over)
                Advance(Quiet);
            return over;
        }
    }
}
