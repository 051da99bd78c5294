using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Requests under way, by configured host. Not a counter of the meter's kind: that would start below zero when a host's series ends
/// while its requests are still running.
/// </summary>
internal sealed class RequestsInFlight
{
    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.Ordinal);

    public RequestsInFlight(IMeterFactory meters) => meters.Create("EdgeStack.Gateway.InFlight").CreateObservableGauge(
        "edgestack_gateway_requests_in_flight", Observe, null, "Requests that a route has taken and that are not answered yet.");

    public Host Enter(string host)
    {
        Host entered = _hosts.GetOrAdd(host, static _ => new Host());
        entered.Enter();
        return entered;
    }

    /// <summary>The host has no route any more: its series ends when its last request does.</summary>
    public void End(string host) => _hosts.TryRemove(host, out _);

    private IEnumerable<Measurement<long>> Observe() =>
        _hosts.Select(host => new Measurement<long>(host.Value.Count, new KeyValuePair<string, object?>("host", host.Key)));

    /// <summary>The requests of one host.</summary>
    internal sealed class Host
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public void Enter() => Interlocked.Increment(ref _count);

        public void Leave() => Interlocked.Decrement(ref _count);
    }
}
