using System.Collections.Frozen;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Every upstream that a route names: one for each service and way of reaching it. Written by the feed's loop only; read by anyone.
/// </summary>
internal sealed class UpstreamDirectory(ConnectGuard guard, SecretSource secrets, TimeProvider time) : IDisposable
{
    private readonly UpstreamClients _clients = new(guard, secrets, time);
    private volatile FrozenDictionary<(string Name, UpstreamPolicy Policy), UpstreamCluster> _all = FrozenDictionary<(string, UpstreamPolicy), UpstreamCluster>.Empty;

    private TaskCompletionSource _changed = NewChange();

    /// <summary>Ends when upstreams or endpoints may have changed. To be taken before looking at them, so that nothing is missed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public IReadOnlyCollection<UpstreamCluster> All => _all.Values;

    public UpstreamCluster Of(ServiceReference reference, UpstreamPolicy policy) => _all[(reference.ToString(), policy)];

    /// <summary>Makes the directory hold exactly these upstreams; those that stay are kept as they are.</summary>
    public void Keep(IEnumerable<(ServiceReference Reference, UpstreamPolicy Policy)> wanted)
    {
        FrozenDictionary<(string, UpstreamPolicy), UpstreamCluster> before = _all;
        _all = wanted.DistinctBy(upstream => (upstream.Reference.ToString(), upstream.Policy)).ToFrozenDictionary(
            upstream => (upstream.Reference.ToString(), upstream.Policy),
            upstream => before.GetValueOrDefault((upstream.Reference.ToString(), upstream.Policy))
                ?? new UpstreamCluster(upstream.Reference, upstream.Policy, _clients.For(upstream.Policy), time));
        _clients.Keep(_all.Keys.Select(upstream => upstream.Policy));
    }

    /// <summary>Tells who follows the endpoints that they may have changed.</summary>
    public void Stir() => Interlocked.Exchange(ref _changed, NewChange()).TrySetResult();

    public void Dispose() => _clients.Dispose();

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
