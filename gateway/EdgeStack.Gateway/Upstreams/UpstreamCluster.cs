using EdgeStack.Routes.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>An upstream while it runs: the endpoints of this moment, and how requests reach them.</summary>
internal sealed class UpstreamCluster
{
    private readonly TimeProvider _time;
    private readonly ForwarderRequestConfig _http1;
    private readonly ForwarderRequestConfig _http2;
    private readonly ForwarderRequestConfig _http2OrLower;
    private volatile Upstream _current;
    private volatile UpstreamEndpoint[] _endpoints = [];
    private volatile UpstreamEndpoint[] _healthy = [];
    private readonly Lock _changing = new();
    private TaskCompletionSource _changed = NewChange();

    public UpstreamCluster(ServiceReference reference, UpstreamPolicy policy, UpstreamClient client, TimeProvider time)
    {
        Reference = reference;
        Policy = policy;
        Client = client;
        Name = reference.ToString();
        _time = time;
        _current = new Upstream(Name, [], "not looked up yet");
        _http1 = UpstreamRequests.Http1(policy.IdleTimeout);
        _http2 = UpstreamRequests.Http2(policy.IdleTimeout);
        _http2OrLower = UpstreamRequests.Http2OrLower(policy.IdleTimeout);
    }

    public string Name { get; }

    public ServiceReference Reference { get; }

    public UpstreamPolicy Policy { get; }

    public UpstreamClient Client { get; }

    /// <summary>The endpoints of this moment, or why there are none.</summary>
    public Upstream Current => _current;

    /// <summary>All of them, unhealthy ones too.</summary>
    public IReadOnlyList<UpstreamEndpoint> Endpoints => _endpoints;

    /// <summary>True when there is an endpoint that requests can go to.</summary>
    public bool HasEndpoint => _healthy.Length > 0;

    /// <summary>Why no request can go there at this moment, as a sentence; null when one can.</summary>
    public string? Fault => _current.Fault is { } fault ? fault
        : _healthy.Length == 0 && _endpoints is [{ } first, ..] ? $"every endpoint of '{Name}' is unhealthy: {first.Name}: {first.HealthFault}"
        : null;

    /// <summary>Ends with the next change of endpoints. To be taken before looking at them, so that no change is missed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Takes over new endpoints. Those that stay keep their counters and connections.</summary>
    public void Update(Upstream upstream)
    {
        if (SchemeNames.Of(Policy.Scheme) is { } scheme)
            upstream = upstream with { Endpoints = [.. upstream.Endpoints.Select(origin => $"{scheme}{origin[origin.IndexOf("://", StringComparison.Ordinal)..]}")] };
        if (Policy.Tls is not null && upstream.Endpoints.Any(origin => !origin.StartsWith(SchemeNames.Https, StringComparison.Ordinal)))
            upstream = upstream with { Endpoints = [], Fault = $"the route has 'upstreamTls', but requests would go to '{Name}' without TLS: write 'scheme: https'" };
        bool same = _current.Endpoints.AsSpan().SequenceEqual(upstream.Endpoints.AsSpan());
        if (!same)
        {
            Dictionary<string, UpstreamEndpoint> before = _endpoints.ToDictionary(endpoint => endpoint.Origin, StringComparer.Ordinal);
            lock (_changing)
            {
                _endpoints = [.. upstream.Endpoints.Select(origin => before.GetValueOrDefault(origin) ?? new UpstreamEndpoint(origin, this))];
                _healthy = [.. _endpoints.Where(endpoint => endpoint.HealthFault is null)];
            }
        }

        _current = upstream;
        if (!same)
            Wake();
    }

    /// <summary>Takes an answer about the health of one of the endpoints. True when that is now another one.</summary>
    public bool Judge(UpstreamEndpoint endpoint, string? fault)
    {
        lock (_changing)
        {
            if (!endpoint.Judge(fault))
                return false;
            _healthy = [.. _endpoints.Where(one => one.HealthFault is null)];
        }

        Wake();
        return true;
    }

    /// <summary>The endpoint for the next request: of two by chance the one with less to do. Null when there is none.</summary>
    /// <param name="except">One that has just failed: it comes last.</param>
    public UpstreamEndpoint? Pick(UpstreamEndpoint? except = null)
    {
        UpstreamEndpoint[] endpoints = _healthy;
        if (endpoints.Length < 2)
            return endpoints.Length == 0 ? null : endpoints[0];
        int first = Random.Shared.Next(endpoints.Length), second = Random.Shared.Next(endpoints.Length - 1);
        if (second >= first)
            second++;
        UpstreamEndpoint one = endpoints[first], other = endpoints[second];
        if (!IsUsable(one, except) || !IsUsable(other, except))
            return PickUsable(endpoints, first, except);
        return other.InFlight < one.InFlight ? other : one;
    }

    /// <summary>True when an endpoint other than that one can be asked and has not just failed.</summary>
    public bool HasUsable(UpstreamEndpoint? except)
    {
        foreach (UpstreamEndpoint endpoint in _healthy)
        {
            if (IsUsable(endpoint, except))
                return true;
        }

        return false;
    }

    /// <summary>How this request is to travel. Upgrades exist in HTTP/1.1 only, also where everything else goes over HTTP/2.</summary>
    public ForwarderRequestConfig RequestConfig(UpstreamEndpoint endpoint, bool upgrade, bool cameOverHttp2) =>
        upgrade ? _http1
        : endpoint.SpeaksHttp2 ? _http2
        : cameOverHttp2 && endpoint.Address.StartsWith(SchemeNames.Https, StringComparison.Ordinal) ? _http2OrLower
        : _http1;

    // When all have failed just now, any but the last one: they may be back.
    private UpstreamEndpoint PickUsable(UpstreamEndpoint[] endpoints, int from, UpstreamEndpoint? except)
    {
        UpstreamEndpoint last = endpoints[from];
        for (int i = 0; i < endpoints.Length; i++)
        {
            UpstreamEndpoint candidate = endpoints[(from + i) % endpoints.Length];
            if (IsUsable(candidate, except))
                return candidate;
            if (candidate != except)
                last = candidate;
        }

        return last;
    }

    private bool IsUsable(UpstreamEndpoint endpoint, UpstreamEndpoint? except) => endpoint != except && !endpoint.IsAvoided(_time);

    private void Wake() => Interlocked.Exchange(ref _changed, NewChange()).TrySetResult();

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
