using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.Health;

/// <summary>A series ends only with its route: ends those whose route, host or upstream a new table no longer has.</summary>
internal sealed class SeriesLifetime(RoutePublisher publisher, MetricsBridge bridge, RequestsInFlight inFlight)
{
    public void Watch() => publisher.Swapped += (_, swap) =>
    {
        Names gone = new();
        foreach (RouteTarget target in swap.Gone)
            gone.Add(target);
        foreach (RouteTarget target in swap.After.Targets)
        {
            if (gone.IsEmpty)
                return;
            gone.Remove(target);
        }

        End("route", gone.Routes);
        End("host", gone.Hosts);
        End("upstream", gone.Upstreams);
        foreach (string host in gone.Hosts)
            inFlight.End(host);
    };

    private void End(string label, HashSet<string> values)
    {
        if (values.Count > 0)
            bridge.EndSeries(label, values);
    }

    private sealed class Names
    {
        public HashSet<string> Routes { get; } = [];

        public HashSet<string> Hosts { get; } = [];

        public HashSet<string> Upstreams { get; } = [];

        public bool IsEmpty => Routes.Count + Hosts.Count + Upstreams.Count == 0;

        public void Add(RouteTarget target)
        {
            Routes.Add(target.Name);
            Hosts.UnionWith(target.HostLabels);
            Upstreams.UnionWith(target.Upstreams?.All.Select(share => share.Cluster.Name) ?? []);
        }

        // Once for every route there is.
        public void Remove(RouteTarget target)
        {
            if (Routes.Count > 0)
                Routes.Remove(target.Name);
            foreach (string host in Hosts.Count > 0 ? target.HostLabels : [])
                Hosts.Remove(host);
            foreach (UpstreamShare share in Upstreams.Count > 0 && target.Upstreams is { } upstreams ? upstreams.All : [])
                Upstreams.Remove(share.Cluster.Name);
        }
    }
}
