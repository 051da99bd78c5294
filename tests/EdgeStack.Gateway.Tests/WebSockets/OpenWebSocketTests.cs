using EdgeStack.Gateway.WebSockets;
using EdgeStack.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.WebSockets;

/// <summary>One WebSocket between two connections of the test's own.</summary>
public sealed class OpenWebSocketTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeEnd _visitor = new(), _upstream = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly OpenWebSocket _socket;
    private readonly Stream _toVisitor;
    private int _aborted, _ended;

    public OpenWebSocketTests()
    {
        _socket = new OpenWebSocket(Ways.Any, _upstream, () => _aborted++, _ => { }, _ => _ended++);
        _toVisitor = _socket.Begin(_visitor);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _toVisitor.Dispose();
        _socket.Upstream.Dispose();
    }

    [Fact]
    public async Task Both_ends_are_told_1001_and_the_end_is_when_both_have_answered()
    {
        ValueTask<int> fromVisitor = _toVisitor.ReadAsync(new byte[64], Cancellation), fromUpstream = _socket.Upstream.ReadAsync(new byte[64], Cancellation);
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        Assert.Equal(Frames.GoingAway, _visitor.Written);
        Assert.Equal([0x03, 0xe9], Unmasked(_upstream.Written));
        await _socket.Upstream.WriteAsync(Frames.Whole(Frames.Close, 2, masked: true), Cancellation);
        Assert.False(leaving.IsCompleted);
        await _toVisitor.WriteAsync(Frames.Whole(Frames.Close, 2), Cancellation);
        await leaving;
        Assert.Equal((0, 0), (await fromVisitor, await fromUpstream));
        Assert.Equal((4, 8, 0), (_visitor.Written.Length, _upstream.Written.Length, _aborted)); // nobody is told twice
    }

    [Fact]
    public async Task A_close_frame_waits_for_the_end_of_the_frame_that_is_under_way_and_nothing_follows_it()
    {
        byte[] frame = Frames.Whole(Frames.Binary, 200, masked: true, final: false);
        await _socket.Upstream.WriteAsync(frame.AsMemory(0, 3), Cancellation);
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        Assert.Equal(Frames.GoingAway, _visitor.Written);
        Assert.Equal(3, _upstream.Written.Length);
        await _socket.Upstream.WriteAsync(frame.AsMemory(3, 100), Cancellation);
        await _socket.Upstream.WriteAsync((byte[])[.. frame[103..], .. Frames.Whole(Frames.Text, 5, masked: true)], Cancellation);
        await _socket.Upstream.WriteAsync(Frames.Whole(Frames.Text, 5, masked: true), Cancellation);
        Assert.Equal(frame, _upstream.Written[..frame.Length]);
        Assert.Equal([0x03, 0xe9], Unmasked(_upstream.Written[frame.Length..]));
        await EndAsync(leaving);
    }

    [Fact]
    public async Task A_close_frame_that_an_end_has_sent_by_itself_is_the_only_one()
    {
        byte[] close = Frames.Whole(Frames.Close, 2), answer = Frames.Whole(Frames.Close, 2, masked: true);
        await _toVisitor.WriteAsync(close, Cancellation);
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        await _socket.Upstream.WriteAsync(answer, Cancellation);
        await leaving;
        Assert.Equal(close, _visitor.Written);
        Assert.Equal(answer, _upstream.Written);
    }

    [Fact]
    public async Task A_visitor_who_does_not_answer_is_cut_at_the_deadline_and_not_before()
    {
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        await _toVisitor.WriteAsync(Frames.Whole(Frames.Close, 2), Cancellation);
        _clock.Advance(Patience - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _aborted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await leaving;
        Assert.Equal(1, _aborted);
        Assert.True(_socket.Over.IsCancellationRequested);
    }

    [Fact]
    public async Task An_upstream_that_does_not_answer_is_left_at_the_deadline_and_the_visitor_ends_in_order()
    {
        ValueTask<int> fromUpstream = _socket.Upstream.ReadAsync(new byte[64], Cancellation);
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        await _socket.Upstream.WriteAsync(Frames.Whole(Frames.Close, 2, masked: true), Cancellation);
        _clock.Advance(Patience);
        await leaving;
        Assert.Equal((0, 0), (await fromUpstream, _aborted));
    }

    [Fact]
    public async Task A_frame_that_never_ends_and_a_visitor_who_takes_nothing_are_cut_at_the_deadline()
    {
        _visitor.Stuck = new TaskCompletionSource();
        ValueTask writing = _toVisitor.WriteAsync(Frames.Whole(Frames.Binary, 1000).AsMemory(0, 500), Cancellation);
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        _clock.Advance(Patience);
        await leaving;
        Assert.Equal((1, 500), (_aborted, _visitor.Written.Length));
        _visitor.Stuck.SetResult();
        await writing;
    }

    [Fact]
    public async Task An_upstream_that_ends_at_once_leaves_the_visitor_time_to_answer()
    {
        ValueTask<int> fromUpstream = _socket.Upstream.ReadAsync(new byte[64], Cancellation);
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        _upstream.Say([]);
        Assert.False(fromUpstream.IsCompleted);
        await _socket.Upstream.WriteAsync(Frames.Whole(Frames.Close, 2, masked: true), Cancellation);
        _clock.Advance(Patience);
        await leaving;
        Assert.Equal((0, 0), (await fromUpstream, _aborted));
    }

    [Fact]
    public async Task Who_is_in_a_hurry_does_not_wait()
    {
        using CancellationTokenSource hurry = new();
        Task leaving = _socket.GoAwayAsync(Patience, _clock, hurry.Token);
        await hurry.CancelAsync();
        await leaving;
        Assert.Equal(1, _aborted);
    }

    [Fact]
    public async Task The_end_of_a_WebSocket_is_told_once_and_ends_the_farewell()
    {
        Task leaving = _socket.GoAwayAsync(Patience, _clock, Cancellation);
        await _toVisitor.DisposeAsync();
        await _socket.Upstream.DisposeAsync();
        await leaving;
        Assert.Equal((0, 1, true, true), (_aborted, _ended, _visitor.Ended, _upstream.Ended));
    }

    [Fact]
    public void Frames_pass_without_an_allocation()
    {
        FakeEnd visitor = new() { Keeps = false };
        OpenWebSocket socket = new(Ways.Any, new FakeEnd(), () => { }, _ => { }, _ => { });
        using Stream toVisitor = socket.Begin(visitor);
        byte[] frames = [.. Frames.Whole(Frames.Text, 100), .. Frames.Whole(Frames.Binary, 300)];
        using CancellationTokenSource request = new();
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                ValueTask writing = toVisitor.WriteAsync(frames, request.Token);
                Assert.True(writing.IsCompletedSuccessfully);
            }
        }));
    }

    private async Task EndAsync(Task leaving)
    {
        _clock.Advance(Patience);
        await leaving;
    }

    private static byte[] Unmasked(byte[] frame)
    {
        Assert.Equal((8, 0x88, 0x82), (frame.Length, frame[0], frame[1]));
        return [(byte)(frame[6] ^ frame[2]), (byte)(frame[7] ^ frame[3])];
    }
}
