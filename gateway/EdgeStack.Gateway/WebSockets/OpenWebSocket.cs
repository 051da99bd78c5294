using System.Diagnostics.CodeAnalysis;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes.Table;

namespace EdgeStack.Gateway.WebSockets;

/// <summary>
/// One WebSocket. When it has to end, both ends are sent a close frame between two of their frames and have a bounded time to answer with theirs.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "the source of its end has no timer, and nothing waits for its handle")]
internal sealed class OpenWebSocket
{
    private readonly Action _abort;
    private readonly Action<OpenWebSocket> _begun;
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _lock = new();
    private Action<OpenWebSocket>? _ended;
    private WebSocketEnd? _visitor;
    private Task? _goingAway;
    private int _follows;

    /// <param name="way">How it was let in.</param>
    /// <param name="upstream">The connection to the upstream.</param>
    /// <param name="abort">Cuts the visitor's connection.</param>
    /// <param name="begun">Called when the visitor's connection has been upgraded too.</param>
    /// <param name="ended">Called once, at the end.</param>
    public OpenWebSocket(WayIn way, Stream upstream, Action abort, Action<OpenWebSocket> begun, Action<OpenWebSocket> ended)
    {
        (Way, _abort, _begun, _ended) = (way, abort, begun, ended);
        Over = _over.Token;
        Upstream = new WebSocketEnd(this, upstream, masked: true);
    }

    public WayIn Way { get; }

    public WebSocketEnd Upstream { get; }

    /// <summary>Cancelled when nothing more is to be read from either end.</summary>
    public CancellationToken Over { get; }

    /// <summary>True from the moment when we want it to end.</summary>
    public bool GoesAway => Volatile.Read(ref _goingAway) is not null;

    /// <summary>We want it to end, and neither end has begun to do so by itself: two of them would talk past each other.</summary>
    public bool MayBeToldToClose => GoesAway && !VisitorHasClosed && !UpstreamHasClosed;

    private bool VisitorHasClosed => Upstream.OtherHasClosed;

    private bool UpstreamHasClosed => _visitor is { OtherHasClosed: true };

    /// <summary>Takes the visitor's connection, which has just been upgraded.</summary>
    public Stream Begin(Stream visitor)
    {
        _visitor = new WebSocketEnd(this, visitor, masked: false);
        _begun(this);
        return _visitor;
    }

    /// <summary>Says goodbye to both ends, and cuts the visitor when he has not answered in time. Returns when nothing is left to wait for.</summary>
    public Task GoAwayAsync(TimeSpan patience, TimeProvider time, CancellationToken hurry = default)
    {
        TaskCompletionSource begin = new();
        lock (_lock)
        {
            if (_goingAway is not null)
                return _goingAway;
            // The streams know before the first end is told.
            Volatile.Write(ref _goingAway, LeaveAsync(begin.Task, patience, time, hurry));
        }

        begin.SetResult();
        return _goingAway;
    }

    /// <summary>Whether the same request would be let in by another table; asked while the request is still there to be looked at.</summary>
    public bool WouldBeLetInBy(RouteTable<RouteTarget> table)
    {
        lock (_lock)
            return _ended is null || Way.StaysOpenBy(Way.Find(table));
    }

    /// <summary>Ends with this token as well: it is the same for all that is read from both ends.</summary>
    public void EndWith(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _follows) == 0 && Interlocked.Exchange(ref _follows, 1) == 0)
            cancellationToken.UnsafeRegister(static state => ((OpenWebSocket)state!)._over.Cancel(), this);
    }

    /// <summary>An end has sent its close frame.</summary>
    public void Heard()
    {
        if (GoesAway && VisitorHasClosed && UpstreamHasClosed)
            _over.Cancel();
    }

    /// <summary>The upstream's end is not the visitor's: he was told to close and may still answer.</summary>
    public async ValueTask HearOutAsync(WebSocketEnd end)
    {
        if (end == Upstream && _visitor is { SaidGoodbye: true } && !VisitorHasClosed)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void End()
    {
        _over.Cancel();
        Action<OpenWebSocket>? ended;
        lock (_lock)
            (ended, _ended) = (_ended, null);
        ended?.Invoke(this);
    }

    private async Task LeaveAsync(Task begin, TimeSpan patience, TimeProvider time, CancellationToken hurry)
    {
        await begin;
        using CancellationTokenSource late = new(patience, time);
        using CancellationTokenSource until = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Over, hurry);
        try
        {
            await Task.WhenAll(_visitor!.SayGoodbyeAsync(until.Token), Upstream.SayGoodbyeAsync(until.Token));
            await Task.Delay(Timeout.InfiniteTimeSpan, time, until.Token);
        }
        catch (OperationCanceledException)
        {
            // over, or too late
        }

        if (Over.IsCancellationRequested)
            return;
        if (!VisitorHasClosed || _visitor!.IsWriting || Upstream.IsWriting)
            _abort();
        _over.Cancel();
    }
}
