using System.Collections.Concurrent;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// Gives up an attempt when no response comes in time. The clock stands still while the visitor still sends a body. To be disposed of when the
/// response has begun or failed. Hot path: nothing is allocated for the time-out of an ordinary GET, and there is no step of its own to await.
/// </summary>
internal readonly struct ReplyDeadline : IDisposable
{
    private const int MostSpare = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Spare = new();

    private readonly CancellationTokenSource? _spare;
    private readonly CancellationTokenRegistration _link;
    private readonly Progress? _progress;

    private ReplyDeadline(CancellationToken token, CancellationTokenSource? spare = null, CancellationTokenRegistration link = default, Progress? progress = null) =>
        (Token, _spare, _link, _progress) = (token, spare, link, progress);

    /// <summary>What the attempt is to be sent with.</summary>
    public CancellationToken Token { get; }

    public static ReplyDeadline Begin(UpstreamCall call, CancellationToken cancellationToken) =>
        call.Policy.RequestTimeout == Timeout.InfiniteTimeSpan ? new ReplyDeadline(cancellationToken)
        : call.Body is null ? BeginHeaders(call, cancellationToken)
        : BeginBody(call, cancellationToken);

    public void Dispose()
    {
        _progress?.Dispose();
        _link.Dispose();
        if (_spare is null)
            return;
        if (Spare.Count < MostSpare && _spare.TryReset())
            Spare.Enqueue(_spare);
        else
            _spare.Dispose();
    }

    private static ReplyDeadline BeginHeaders(UpstreamCall call, CancellationToken cancellationToken)
    {
        if (!Spare.TryDequeue(out CancellationTokenSource? deadline))
            deadline = new CancellationTokenSource();
        CancellationTokenRegistration link = Link(deadline, cancellationToken);
        deadline.CancelAfter(call.Policy.RequestTimeout);
        return new ReplyDeadline(deadline.Token, deadline, link);
    }

    // The body may still be on its way when the response begins, so its token and its link live on, without a deadline.
    private static ReplyDeadline BeginBody(UpstreamCall call, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // it has no timer of its own, and nothing waits for its handle
        CancellationTokenSource deadline = new();
#pragma warning restore CA2000
        Link(deadline, cancellationToken);
        Progress progress = new(deadline, call);
        if (call.Body is { } body)
            body.WhenRead = progress.Begin;
        return new ReplyDeadline(deadline.Token, progress: progress);
    }

    private static CancellationTokenRegistration Link(CancellationTokenSource deadline, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);

    private sealed class Progress : IDisposable
    {
        private readonly CancellationTokenSource _deadline;
        private readonly UpstreamCall _call;
        private readonly ITimer _timer;
        private long _seen;
        private volatile bool _sent;

        public Progress(CancellationTokenSource deadline, UpstreamCall call)
        {
            (_deadline, _call, _seen) = (deadline, call, call.Record.BytesIn);
            _timer = call.Time.CreateTimer(static state => ((Progress)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(call.Policy.RequestTimeout, Timeout.InfiniteTimeSpan);
        }

        /// <summary>The visitor's part is done: from here on the upstream's time counts.</summary>
        public void Begin()
        {
            _sent = true;
            _timer.Change(_call.Policy.RequestTimeout, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            long now = _call.Record.BytesIn;
            if (_sent || now == _seen)
                _deadline.Cancel();
            else
                _timer.Change(_call.Policy.RequestTimeout, Timeout.InfiniteTimeSpan);
            _seen = now;
        }
    }
}
