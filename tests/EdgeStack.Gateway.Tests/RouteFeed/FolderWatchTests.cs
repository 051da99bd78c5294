using System.Collections.Concurrent;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed class FolderWatchTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50), Brief = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task A_file_that_was_written_beside_and_then_took_its_name_is_waited_for_only_until_another_would_have_followed()
    {
        using Watched watched = new();
        Task stirred = watched.StirredAsync();
        watched.Folder.Write("a.yaml", "routes: []");
        await watched.Time.WaitingAsync(Brief);
        Assert.False(stirred.IsCompleted);
        watched.Folder.Write("b.yaml", "routes: []"); // a route that moves from file to file
        await Eventually.HoldsAsync(() => watched.Time.AdvanceUnless(stirred.IsCompleted, Brief), "it is quiet");
    }

    [Fact]
    public async Task A_file_that_is_written_in_its_place_is_waited_for_until_it_is_quiet()
    {
        using Watched watched = new();
        Task stirred = watched.StirredAsync();
        await File.WriteAllTextAsync(watched.Folder.File("a.yaml"), "routes: [", TestContext.Current.CancellationToken);
        // Another one that is whole says nothing about the first.
        watched.Folder.Write("b.yaml", "routes: []");
        await watched.Time.WaitingAsync(Quiet);
        Assert.False(stirred.IsCompleted);
        await Eventually.HoldsAsync(() => watched.Time.AdvanceUnless(stirred.IsCompleted, Quiet), "it is quiet");
    }

    [Theory]
    [InlineData("a.yaml", "a.yaml~", "Writing")]
    [InlineData("a.yaml.new~", "a.yaml", "Whole")]
    [InlineData("a.yaml", "b.yml", "Writing")]
    [InlineData("a.yaml", ".a.yaml", "Writing")]
    [InlineData("a.yaml", ".old/a.yaml", "Writing")]
    [InlineData(".a.yaml", "a.yaml", "Whole")]
    [InlineData(".new/a.yaml", "apps/a.yaml", "Whole")]
    [InlineData(".a.yaml", ".b.yaml", "Beside")]
    [InlineData("..data_tmp", "..data", "Beside")]
    [InlineData("notes.txt", "notes.md", "Beside")]
    public void A_route_file_that_is_moved_aside_is_about_to_be_written_and_one_that_gets_its_name_is_whole(string before, string now, string stir) =>
        Assert.Equal(stir, FolderStirs.OfRename(before, now).ToString());

    [Theory]
    [InlineData("a.yaml", "Writing")]
    [InlineData("apps/a.yml", "Writing")]
    [InlineData(".a.yaml", "Beside")]
    [InlineData(".git/a.yaml", "Beside")]
    [InlineData("a.yaml~", "Beside")]
    public void What_is_hidden_is_no_route_file(string path, string stir) => Assert.Equal(stir, FolderStirs.Of(path).ToString());

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

        public Task StirredAsync() => _watch.StirredAsync(lookAgain: null, TestContext.Current.CancellationToken);

        public void Dispose()
        {
            _watch.Dispose();
            Folder.Dispose();
        }
    }

    /// <summary>Tells what the watch waits for.</summary>
    private sealed class WatchTime : FakeTimeProvider
    {
        private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waits = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Of(dueTime).TrySetResult();
            return base.CreateTimer(callback, state, dueTime, period);
        }

        public Task WaitingAsync(TimeSpan wait) => Of(wait).Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        public bool AdvanceUnless(bool over, TimeSpan step)
        {
            if (!over)
                Advance(step);
            return over;
        }

        private TaskCompletionSource Of(TimeSpan wait) => _waits.GetOrAdd(wait, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
