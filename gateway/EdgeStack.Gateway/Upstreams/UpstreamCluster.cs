using EdgeStack.Routes.Upstreams;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>An upstream while it runs: YARP's cluster with the endpoints of this moment.</summary>
internal sealed class UpstreamCluster
{
    private volatile Upstream _current;

    public UpstreamCluster(string name, HttpMessageInvoker client, HttpTransformer transformer)
    {
        Name = name;
        _current = new Upstream(name, [], "not looked up yet");
        Cluster = new ClusterState(name, new ClusterModel(new ClusterConfig { ClusterId = name, HttpRequest = UpstreamRequests.Config }, client));
        Route = new RouteModel(new RouteConfig { RouteId = name, ClusterId = name }, Cluster, transformer);
    }

    public string Name { get; }

    /// <summary>What YARP forwards to; replaced endpoints take effect with the next request.</summary>
    public ClusterState Cluster { get; }

    /// <summary>The route as YARP wants one beside a cluster; ours decided before it is looked at.</summary>
    public RouteModel Route { get; }

    /// <summary>The endpoints of this moment, or why there are none.</summary>
    public Upstream Current => _current;

    /// <summary>Takes over new endpoints. Those that stay keep their counters and connections.</summary>
    public void Update(Upstream upstream)
    {
        if (_current.Endpoints.AsSpan().SequenceEqual(upstream.Endpoints.AsSpan()))
        {
            _current = upstream;
            return;
        }

        DestinationState[] destinations = [.. upstream.Endpoints.Select(Destination)];
        foreach (string gone in Cluster.Destinations.Keys.Except(upstream.Endpoints, StringComparer.Ordinal).ToArray())
            Cluster.Destinations.TryRemove(gone, out _);
        Cluster.DestinationsState = new ClusterDestinationsState(destinations, destinations);
        _current = upstream;
    }

    private DestinationState Destination(string origin) => Cluster.Destinations.GetOrAdd(
        origin, static key => new DestinationState(key, new DestinationModel(new DestinationConfig { Address = key })));
}
