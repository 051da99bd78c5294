using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Every upstream that a route names: one for each service and way of reaching it. Written by the feed's loop only; read by anyone.
/// </summary>
internal sealed class UpstreamDirectory(ConnectGuard guard, SecretSource secrets, TimeProvider time) : IDisposable
{
    private readonly UpstreamClients _clients = new(guard, secrets, time);
    // The loop's own.
    private readonly Dictionary<(string Name, UpstreamPolicy Policy), UpstreamCluster> _byName = [];
    private volatile UpstreamCluster[] _all = [];

    private TaskCompletionSource _changed = NewChange();

    /// <summary>Ends when upstreams or endpoints may have changed. To be taken before looking at them, so that nothing is missed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public IReadOnlyCollection<UpstreamCluster> All => _all;

    /// <summary>The upstream, made when there is none. Others see it after the next <see cref="Keep"/>.</summary>
    public UpstreamCluster Of(ServiceReference reference, UpstreamPolicy policy)
    {
        (string, UpstreamPolicy) key = (reference.ToString(), policy);
        if (!_byName.TryGetValue(key, out UpstreamCluster? cluster))
            _byName.Add(key, cluster = new UpstreamCluster(reference, policy, _clients.For(policy), time));
        return cluster;
    }

    /// <summary>Makes the directory hold exactly these of its upstreams.</summary>
    /// <returns>True when they are others than before.</returns>
    public bool Keep(IReadOnlySet<UpstreamCluster> used)
    {
        if (_byName.Count == used.Count && used.SetEquals(_all))
            return false;
        foreach ((string, UpstreamPolicy) gone in _byName.Where(upstream => !used.Contains(upstream.Value)).Select(upstream => upstream.Key).ToArray())
            _byName.Remove(gone);
        _all = [.. used];
        _clients.Keep(used.Select(cluster => cluster.Policy));
        return true;
    }

    /// <summary>Tells who follows the endpoints that they may have changed.</summary>
    public void Stir() => Interlocked.Exchange(ref _changed, NewChange()).TrySetResult();

    public void Dispose() => _clients.Dispose();

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
