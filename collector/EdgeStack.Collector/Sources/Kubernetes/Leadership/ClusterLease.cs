using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Kubernetes.Leadership;

/// <summary>
/// Whether this replica speaks for the cluster. It does from when it got the lease until it knows that another one has it. While the API server is away nobody gets a lease, and
/// what was shown stays; when it is away from this replica alone, another one gets the lease and two show the cluster, this one as it was. What changes something, and whoever wants to know
/// which of two is right, must ask <see cref="IsHeld"/>, which ends by itself.
/// </summary>
/// <param name="name">Namespace and name; null when there is no lease and the program is known to be the only one.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterLease(string? name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _hidden = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SourceOutcome? _refusal = name is null ? null : new SourceOutcome.Absent($"the lease {name} was not asked for yet");
    private (long Since, TimeSpan For)? _held;

    /// <summary>Namespace and name; null without one.</summary>
    public string? Name => name;

    /// <summary>Why this replica shows nothing; null when it shows the cluster.</summary>
    public SourceOutcome? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Whether nobody else can have the lease at this moment.</summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
                return name is null || (_held is var (since, span) && time.GetElapsedTime(since) < span);
        }
    }

    /// <summary>Comes when this replica shows the cluster.</summary>
    public Task ShownAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _refusal is null ? Task.CompletedTask : _shown.Task.WaitAsync(cancellation);
    }

    /// <summary>Comes when another one has it.</summary>
    public Task HiddenAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _hidden.Task.WaitAsync(cancellation);
    }

    /// <summary>It was got or renewed.</summary>
    /// <param name="asked">The time stamp of before the server was asked.</param>
    /// <param name="lasts">For how long after that nobody else takes it.</param>
    public void Hold(long asked, TimeSpan lasts)
    {
        lock (_gate)
        {
            _held = (asked, lasts);
            if (_refusal is null)
                return;
            _refusal = null;
            _shown.TrySetResult();
            _hidden = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Another one has it.</summary>
    public void Hide(string holder) => Refuse(new SourceOutcome.Absent($"the lease {name} is held by {holder}"));

    /// <summary>It could not be asked for. Who had it goes on.</summary>
    public void Unknown(string why)
    {
        if (Refusal is not null)
            Refuse(new SourceOutcome.Failed($"the lease {name} could not be had: {why}"));
    }

    private void Refuse(SourceOutcome refusal)
    {
        lock (_gate)
        {
            bool wasShown = _refusal is null;
            (_refusal, _held) = (refusal, null);
            if (!wasShown)
                return;
            _hidden.TrySetResult();
            _shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
