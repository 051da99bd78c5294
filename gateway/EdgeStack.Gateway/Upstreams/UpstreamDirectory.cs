using System.Collections.Frozen;
using EdgeStack.Routes.Upstreams;
using Yarp.ReverseProxy.Forwarder;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>Every upstream that a route names. Written by the feed's loop only; read by anyone.</summary>
internal sealed class UpstreamDirectory(ConnectGuard guard, HttpTransformer transformer) : IDisposable
{
    private readonly HttpMessageInvoker _client = UpstreamRequests.CreateClient(guard);
    private volatile FrozenDictionary<string, UpstreamCluster> _byName = FrozenDictionary<string, UpstreamCluster>.Empty;

    public IReadOnlyDictionary<string, UpstreamCluster> ByName => _byName;

    /// <summary>Makes the directory hold exactly the upstreams of these references; those that stay are kept as they are.</summary>
    public void Keep(IEnumerable<ServiceReference> references)
    {
        FrozenDictionary<string, UpstreamCluster> before = _byName;
        _byName = references.Select(reference => reference.ToString()).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(name => name, name => before.GetValueOrDefault(name) ?? new UpstreamCluster(name, _client, transformer), StringComparer.Ordinal);
    }

    public void Dispose() => _client.Dispose();
}
