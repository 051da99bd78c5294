using System.Collections.Concurrent;
using EdgeStack.Gateway.Upstreams;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Sends a request, and gives up when no response comes in time. The clock stands still while the visitor still sends a body.</summary>
internal static class ReplyDeadline
{
    private const int MostSpare = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Spare = new();

    public static Task<HttpResponseMessage> SendAsync(
        UpstreamCall call, HttpRequestMessage request, CancellationToken cancellationToken) =>
        call.Policy.RequestTimeout == Timeout.InfiniteTimeSpan ? call.SendNowAsync(request, cancellationToken)
        : request.Content is null ? SendHeadersAsync(call, request, cancellationToken)
        : SendBodyAsync(call, request, cancellationToken);

    // Hot path: nothing is allocated for the time-out of an ordinary GET.
    private static async Task<HttpResponseMessage> SendHeadersAsync(
        UpstreamCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Spare.TryDequeue(out CancellationTokenSource? deadline))
            deadline = new CancellationTokenSource();
        CancellationTokenRegistration link = Link(deadline, cancellationToken);
        try
        {
            deadline.CancelAfter(call.Policy.RequestTimeout);
            return await call.SendNowAsync(request, deadline.Token);
        }
        finally
        {
            link.Dispose();
            if (Spare.Count < MostSpare && deadline.TryReset())
                Spare.Enqueue(deadline);
            else
                deadline.Dispose();
        }
    }

    // The body may still be on its way when the response begins, so its token lives on, without a deadline.
    private static async Task<HttpResponseMessage> SendBodyAsync(
        UpstreamCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // it has no timer of its own, and nothing waits for its handle
        CancellationTokenSource deadline = new();
#pragma warning restore CA2000
        Link(deadline, cancellationToken);
        await using Progress progress = new(deadline, call);
        if (request.Content is UploadContent upload)
            upload.WhenSent = progress.Begin;
        return await call.SendNowAsync(request, deadline.Token);
    }

    private static CancellationTokenRegistration Link(CancellationTokenSource deadline, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), deadline);

    private sealed class Progress : IAsyncDisposable
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

        public ValueTask DisposeAsync() => _timer.DisposeAsync();

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
