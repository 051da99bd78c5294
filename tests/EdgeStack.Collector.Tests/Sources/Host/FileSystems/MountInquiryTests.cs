using System.Collections.Concurrent;
using System.Text;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.FileSystems;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Host.FileSystems;

public sealed class MountInquiryTests : IDisposable
{
    private static readonly MountAnswer Size = new MountAnswer.Size(new FileSystemSize(5, 4, 3, 2, 1));

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<(string Path, bool IsOfPool)> _asked = [];
    private readonly ManualResetEventSlim _server = new();

    public void Dispose()
    {
        _server.Set();
        _server.Dispose();
    }

    [Fact]
    public void Each_mount_is_asked_below_the_root_on_a_thread_that_is_not_the_pools()
    {
        MountInquiry inquiry = Inquiry();
        Assert.Equal([Size, Size], inquiry.Ask(new HostRoots(RootFs: "/host"), [Of("1", "/a"), Of("2", "/b")]));
        Assert.Equal([("/host/a\0", false), ("/host/b\0", false)], _asked.Order());
        Assert.Equal(0, inquiry.Open);
    }

    [Fact]
    public void Threads_wait_for_the_next_reading_and_a_new_one_comes_only_for_a_call_that_has_none()
    {
        ConcurrentDictionary<int, bool> threads = [];
        MountInquiry inquiry = new(
            _time,
            path =>
            {
                threads[Environment.CurrentManagedThreadId] = true;
                return Ask(path);
            });
        for (int i = 0; i < 50; i++)
            inquiry.Ask(new HostRoots(), [Of("1", "/a"), Of("2", "/b"), Of("3", "/c")]);
        Assert.InRange(threads.Count, 1, 3);
        Assert.Equal(150, _asked.Count);
    }

    [Fact]
    public async Task A_silent_mount_is_unknown_then_stuck_and_asked_again_only_after_its_answer()
    {
        MountInquiry inquiry = Inquiry();
        Assert.Equal([new MountAnswer.Unknown(), Size], await AskAsync(inquiry, 2, 1, Of("1", "/hangs"), Of("2", "/a")));
        // A reading does not wait for what has been silent for so long: the clock does not move here.
        _time.Advance(inquiry.StuckAfter);
        Assert.Equal([new MountAnswer.Stuck(), Size], inquiry.Ask(new HostRoots(), [Of("1", "/hangs"), Of("2", "/a")]));
        Assert.Equal(1, _asked.Count(asked => asked.Path == "/hangs\0"));

        _server.Set();
        await Eventually.HoldsAsync(() => inquiry.Open == 0, "the call returns");
        Assert.Equal([Size], inquiry.Ask(new HostRoots(), [Of("1", "/hangs")]));
        Assert.Equal(2, _asked.Count(asked => asked.Path == "/hangs\0"));
    }

    [Fact]
    public async Task A_slow_mount_keeps_its_answer_for_a_minute()
    {
        _server.Set();
        MountInquiry inquiry = Inquiry(stuckAfter: TimeSpan.FromHours(1));
        Assert.Equal([Size], inquiry.Ask(new HostRoots(), [Of("1", "/hangs")]));
        _server.Reset();
        Assert.Equal([Size], await AskAsync(inquiry, 2, 1, Of("1", "/hangs")));
        _time.Advance(inquiry.Memory);
        Assert.Equal([new MountAnswer.Unknown()], await AskAsync(inquiry, 2, 1, Of("1", "/hangs")));
    }

    [Fact]
    public async Task No_more_calls_are_open_than_are_allowed()
    {
        MountInquiry inquiry = Inquiry(maxCalls: 2);
        Mount[] mounts = [Of("1", "/hangs/1"), Of("2", "/hangs/2"), Of("3", "/hangs/3"), Of("4", "/a")];
        Assert.All(await AskAsync(inquiry, 2, 2, mounts), answer => Assert.Equal(new MountAnswer.Unknown(), answer));
        Assert.Equal((2, 2), (inquiry.Open, _asked.Count));
        _server.Set();
        await Eventually.HoldsAsync(() => inquiry.Open == 0, "the calls return");
        Assert.Equal([Size, Size, Size, Size], inquiry.Ask(new HostRoots(), mounts));
    }

    [Fact]
    public async Task What_is_mounted_later_at_the_place_of_a_mount_that_hangs_is_asked()
    {
        MountInquiry inquiry = Inquiry();
        await AskAsync(inquiry, 1, 1, Of("1", "/hangs"));
        _time.Advance(inquiry.StuckAfter);
        await AskAsync(inquiry, 2, 2, Of("2", "/hangs"));
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Two_readers_share_a_call()
    {
        MountInquiry inquiry = Inquiry();
        Task<IReadOnlyList<MountAnswer>>[] readers = [Begun(inquiry, Of("1", "/hangs")), Begun(inquiry, Of("1", "/hangs"))];
        await Eventually.HoldsAsync(() => inquiry.Open == 1, "the call is open");
        _server.Set();
        foreach (IReadOnlyList<MountAnswer> answers in await Task.WhenAll(readers))
            Assert.Equal([Size], answers);
        Assert.InRange(_asked.Count, 1, 2);
    }

    [Fact]
    public void A_fault_of_the_call_ends_nothing_but_the_call()
    {
        MountInquiry inquiry = new(_time, _ => throw new DllNotFoundException("no libc"));
        Assert.Equal([new MountAnswer.Refused(0, "no libc")], inquiry.Ask(new HostRoots(), [Of("1", "/a")]));
    }

    private static Mount Of(string id, string path) => new() { Id = id, Device = "nas:/x", Point = path, Path = path, Type = "nfs4", Number = (0, 1), IsReadOnly = false, ServerAddress = "" };

    private MountInquiry Inquiry(TimeSpan? stuckAfter = null, int maxCalls = 32) => new(_time, Ask) { StuckAfter = stuckAfter ?? TimeSpan.FromSeconds(5), MaxCalls = maxCalls };

    private MountAnswer Ask(byte[] path)
    {
        string text = Encoding.UTF8.GetString(path);
        _asked.Enqueue((text, Thread.CurrentThread.IsThreadPoolThread));
        if (text.StartsWith("/hangs", StringComparison.Ordinal))
            _server.Wait();
        return Size;
    }

    private static Task<IReadOnlyList<MountAnswer>> Begun(MountInquiry inquiry, params Mount[] mounts) =>
        Task.Factory.StartNew(() => inquiry.Ask(new HostRoots(), mounts), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Lets the reading's patience end when all its calls are made and so many of them have not returned.
    private async Task<IReadOnlyList<MountAnswer>> AskAsync(MountInquiry inquiry, int calls, int open, params Mount[] mounts)
    {
        Task<IReadOnlyList<MountAnswer>> reading = Begun(inquiry, mounts);
        await Eventually.HoldsAsync(() => _asked.Count == calls && inquiry.Open == open, "the calls are made");
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(inquiry.Patience);
                return reading.Wait(TimeSpan.FromMilliseconds(1));
            },
            "the reading ends");
        return await reading;
    }
}
