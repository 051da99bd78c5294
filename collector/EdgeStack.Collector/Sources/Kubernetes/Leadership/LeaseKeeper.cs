using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.Leadership;

/// <summary>
/// Gets the lease, renews it, and takes that of a holder that has not renewed it for as long as it lasts. How long that is, our own clock says: the holder's time stamps are
/// those of another machine (https://kubernetes.io/docs/concepts/architecture/leases/). Used by one loop.
/// </summary>
internal sealed partial class LeaseKeeper(KubernetesApi api, ClusterLease lease, string name, string holder, TimeProvider time, ILogger<LeaseKeeper> logger)
{
    /// <summary>After this long without renewal another one takes it. Each renewal is a write to the cluster's store, which may be an SD card: hence no ten of them a minute.</summary>
    internal static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>From one renewal to the next.</summary>
    internal static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    /// <summary>From one look at another's lease to the next.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    // Before it counts as over for others, clocks that run unequally fast included.
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(45);

    private Lease? _mine;
    private (string Version, long Since) _seen = ("", 0);
    private string? _said;

    /// <summary>One attempt.</summary>
    /// <returns>When to try again.</returns>
    public async Task<TimeSpan> TryAsync(CancellationToken cancellation)
    {
        if (_mine is { } mine && await WriteAsync(mine with { Renewed = time.GetUtcNow() }, cancellation))
            return Renewal;
        // Without an answer ours may still be ours.
        if (_mine is not null)
            return Look;
        switch (await api.ReadLeaseAsync(api.Namespace, name, cancellation))
        {
            case LeaseAnswer.Absent:
                return await WriteAsync(Ours(null), cancellation) ? Renewal : Look;
            case LeaseAnswer.Found(Lease found) when found.Holder.Length == 0 || found.Holder == holder || IsOver(found):
                return await WriteAsync(Ours(found), cancellation) ? Renewal : Look;
            case LeaseAnswer.Found(Lease others):
                lease.Hide(others.Holder);
                Say($"another: {others.Holder}", () => LogOthers(lease.Name, others.Holder));
                return Look;
            case LeaseAnswer.Failed(WatchFault fault):
                Fail(fault);
                return Look;
            default:
                return Look;
        }
    }

    /// <summary>Gives it back, so that another one need not wait.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (_mine is { } mine)
            await api.WriteLeaseAsync(mine with { Holder = "", Duration = TimeSpan.FromSeconds(1) }, cancellation);
        _mine = null;
    }

    // Whether it has stayed the same for as long as it lasts.
    private bool IsOver(Lease found)
    {
        if (found.Version != _seen.Version)
            _seen = (found.Version, time.GetTimestamp());
        return time.GetElapsedTime(_seen.Since) > found.Duration;
    }

    private Lease Ours(Lease? found) => new()
    {
        Namespace = api.Namespace,
        Name = name,
        Holder = holder,
        Duration = Duration,
        Acquired = time.GetUtcNow(),
        Renewed = time.GetUtcNow(),
        Transitions = found is null ? 0 : found.Transitions + 1,
        Version = found?.Version ?? "",
    };

    private async Task<bool> WriteAsync(Lease wanted, CancellationToken cancellation)
    {
        long asked = time.GetTimestamp();
        switch (await api.WriteLeaseAsync(wanted, cancellation))
        {
            case LeaseAnswer.Found(Lease written):
                _mine = written;
                lease.Hold(asked, Lasts);
                Say("held", () => LogHeld(lease.Name, holder));
                return true;
            case LeaseAnswer.Failed(WatchFault fault):
                Fail(fault);
                return false;
            default:
                // Somebody else wrote it, or it was deleted: the next look says.
                _mine = null;
                return false;
        }
    }

    private void Fail(WatchFault fault)
    {
        lease.Unknown(fault.Message);
        Say($"fault: {fault.Reason}", () => LogFault(lease.Name, fault.Message));
    }

    // What stays as it was is not said again.
    private void Say(string what, Action say)
    {
        if (what != _said)
            say();
        _said = what;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This replica, {Holder}, holds the lease {Lease} and shows the cluster")]
    private partial void LogHeld(string? lease, string holder);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lease {Lease} is held by {Holder}: this replica waits and shows nothing of the cluster")]
    private partial void LogOthers(string? lease, string holder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Lease} cannot be had or renewed: {Reason}")]
    private partial void LogFault(string? lease, string reason);
}
