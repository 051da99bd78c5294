using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes.Upstreams;
using EdgeStack.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>How often the last good table is written, and what happens when it cannot be.</summary>
public sealed class TableKeeperTests : IDisposable
{
    private const string Source = "Kubernetes apps";
    private static readonly SourceScope Services = new(Source, "services in apps");

    private readonly FakeTimeProvider _time = new();
    private readonly FeedState _state = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<RouteMetrics>().BuildServiceProvider();
    private readonly SourceHealth _health;

    public TableKeeperTests() => _health = new SourceHealth([new NamedSource(Source)], _services.GetRequiredService<RouteMetrics>());

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task The_first_state_is_written_at_once_then_the_newest_every_five_seconds_and_the_last_at_the_end()
    {
        using TemporaryFolder folder = new();
        using TableKeeper keeper = await StartAsync(folder.Path);
        _health.Completed(Source);
        Know(keeper, 1);
        await Eventually.HoldsAsync(() => Written(folder) == 1, "the first state is written");

        Know(keeper, 2);
        Know(keeper, 3);
        await Eventually.HoldsAsync(() => { _time.Advance(TimeSpan.FromSeconds(1)); return Written(folder) == 3; }, "the newest state is written");
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));
        Assert.Equal(1, Written(folder, "routes.1"));

        Know(keeper, 4);
        await keeper.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(4, Written(folder));
    }

    [Fact]
    public async Task Nothing_is_written_before_the_source_is_known_as_a_whole()
    {
        using TemporaryFolder folder = new();
        using TableKeeper keeper = await StartAsync(folder.Path);
        Know(keeper, 1);
        await keeper.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Without_a_folder_it_is_off_and_without_permission_it_is_a_problem_until_it_works()
    {
        using TemporaryFolder folder = new();
        using (TableKeeper off = await StartAsync(folder.File("missing")))
        {
            _health.Completed(Source);
            Know(off, 1);
            Assert.Null(off.Read());
            await off.StopAsync(TestContext.Current.CancellationToken);
        }

        using TableKeeper keeper = await StartAsync(folder.Path);
        Directory.CreateDirectory(Path.Combine(folder.File("routes.next"), "in the way"));
        await using IAsyncEnumerator<SourceChange> problems = keeper.ProblemsAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Know(keeper, 2);
        Assert.Contains("cannot be written", Assert.Single(await NextAsync(problems)), StringComparison.Ordinal);

        DateTimeOffset failed = _time.GetUtcNow();
        Directory.Delete(folder.File("routes.next"), recursive: true);
        await Eventually.HoldsAsync(() => { _time.Advance(TimeSpan.FromSeconds(10)); return Written(folder) == 2; }, "it is tried again");
        Assert.InRange(_time.GetUtcNow() - failed, TimeSpan.FromSeconds(30), TimeSpan.MaxValue);
        Assert.Empty(await NextAsync(problems));
        await keeper.StopAsync(TestContext.Current.CancellationToken);
    }

    private void Know(TableKeeper keeper, int port)
    {
        _state.Apply(new SourceChange.Replaced(Services, [new SourceItem.Service(new BackendService("apps", "blog", [new BackendPort("web", port)]))], []));
        keeper.Published(_state, _health);
    }

    private async Task<TableKeeper> StartAsync(string folder)
    {
        TableKeeper keeper = new(folder, Source, "https://server", _time, NullLogger<TableKeeper>.Instance);
        await keeper.StartAsync(TestContext.Current.CancellationToken);
        return keeper;
    }

    /// <summary>The port in the file, which tells the states of these tests apart; 0 while there is none.</summary>
    private static int Written(TemporaryFolder folder, string name = "routes")
    {
        if (!File.Exists(folder.File(name)))
            return 0;
        using TemporaryFolder copy = new();
        File.Copy(folder.File(name), copy.File("routes"));
        return new SavedTableFile(copy.Path).Read().Table!.Scopes[0].Services[0].Ports[0].Number;
    }

    private static async Task<string[]> NextAsync(IAsyncEnumerator<SourceChange> problems)
    {
        Assert.True(await problems.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        return [.. Assert.IsType<SourceChange.Unreadable>(problems.Current).Problems.Select(problem => problem.Message)];
    }

    private sealed class NamedSource(string name) : IRouteSource
    {
        public string Name => name;

        public IAsyncEnumerable<SourceChange> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<SourceChange>();
    }
}
