using EdgeStack.Collector.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Scraping;

public sealed class ReadingThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task All_readings_share_one_thread_that_is_not_the_pool_s()
    {
        using ReadingThread thread = new(_time, Patience);
        (int Id, bool IsPool)[] seen = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RunAsync(thread, () => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread))));
        Assert.Single(seen.Distinct());
        Assert.False(seen[0].IsPool);
    }

    [Fact]
    public async Task A_reading_s_fault_reaches_whoever_waits_and_the_thread_goes_on()
    {
        using ReadingThread thread = new(_time, Patience);
        await Assert.ThrowsAsync<IOException>(() => RunAsync<int>(thread, () => throw new IOException("broken")));
        Assert.Equal(7, await RunAsync(thread, () => 7));
    }

    [Fact]
    public async Task A_reading_that_does_not_come_back_keeps_its_thread_and_the_others_go_on_beside_it()
    {
        using ReadingThread thread = new(_time, Patience);
        using ManualResetEventSlim entered = new(), release = new();
        Task<int> stuck = RunAsync(thread, () =>
        {
            entered.Set();
            release.Wait();
            return 1;
        });
        entered.Wait(TestContext.Current.CancellationToken);
        Task<int> waiting = RunAsync(thread, () => 2);
        Assert.False(waiting.IsCompleted);

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(Patience);
                return waiting.IsCompleted;
            },
            "the second reading is begun on another thread");
        Assert.Equal(1, thread.Stuck);
        Assert.Equal(3, await RunAsync(thread, () => 3));

        release.Set();
        Assert.Equal(1, await stuck);
        await Eventually.HoldsAsync(() => thread.Stuck == 0, "the thread that came back ends");
        Assert.Equal(4, await RunAsync(thread, () => 4));
    }

    [Fact]
    public async Task A_timer_that_comes_early_looks_again()
    {
        TimeSpan before = TimeSpan.FromMilliseconds(10);
        EarlyTimeProvider early = new(before);
        using ReadingThread thread = new(early, Patience);
        using ManualResetEventSlim entered = new(), release = new();
        Task stuck = thread.RunAsync(() =>
        {
            entered.Set();
            release.Wait();
        });
        entered.Wait(TestContext.Current.CancellationToken);
        Task waiting = thread.RunAsync(() => { });

        await Eventually.HoldsAsync(
            () =>
            {
                early.Advance(Patience - before);
                return waiting.IsCompleted;
            },
            "the second reading is begun on another thread");

        release.Set();
        await stuck;
    }

    [Fact]
    public async Task Readings_that_are_given_together_end_together_though_one_of_them_throws()
    {
        using ReadingThread thread = new(_time, Patience);
        List<int> done = [];

        await Assert.ThrowsAsync<IOException>(() => thread.RunAsync(() => done.Add(1), () => throw new IOException("broken"), () => done.Add(3)));
        await thread.RunAsync();

        Assert.Equal([1, 3], done);
    }

    private static async Task<T> RunAsync<T>(ReadingThread thread, Func<T> read)
    {
        T? value = default;
        await thread.RunAsync(() => value = read());
        return value!;
    }
}
