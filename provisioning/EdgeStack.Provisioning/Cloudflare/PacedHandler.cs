namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>Lets requests through one behind the other with a pause: Cloudflare counts them, and one that is refused costs more than a pause.</summary>
/// <param name="pause">Between the starts of two requests.</param>
/// <param name="time">The clock of that.</param>
internal sealed class PacedHandler(TimeSpan pause, TimeProvider time) : DelegatingHandler
{
    private readonly SemaphoreSlim _turn = new(1);
    private long? _last;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && pause - time.GetElapsedTime(last) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, cancellationToken);
            _last = time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }

        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _turn.Dispose();
        base.Dispose(disposing);
    }
}
