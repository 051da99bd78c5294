namespace EdgeStack.Kubernetes;

/// <summary>Cancels when the caller stops or when time is up, and tells which.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken stopping)
    {
        _stopping = stopping;
        Limit = limit;
        _time = new(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, stopping);
    }

    public TimeSpan Limit { get; private set; }

    public CancellationToken Token => _either.Token;

    public bool Passed => _time.IsCancellationRequested && !_stopping.IsCancellationRequested;

    public bool Stopping => _stopping.IsCancellationRequested;

    /// <summary>Starts the time anew.</summary>
    public void Extend(TimeSpan limit)
    {
        Limit = limit;
        _time.CancelAfter(limit);
    }

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
