using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.Health;

/// <summary>A series ends only with its route: ends those whose route, host or upstream a new table no longer has.</summary>
internal sealed class SeriesLifetime(RoutePublisher publisher, MetricsBridge bridge, RequestsInFlight inFlight)
{
    public void Watch() => publisher.Swapped += (_, swap) =>
    {
        End("route", swap, target => [target.Name]);
        foreach (string gone in End("host", swap, target => target.HostLabels))
            inFlight.End(gone);
        End("upstream", swap, target => target.Upstreams?.All.Select(share => share.Cluster.Name) ?? []);
    };

    private HashSet<string> End(string label, RoutesSwappedEventArgs swap, Func<RouteTarget, IEnumerable<string>> values)
    {
        HashSet<string> gone = [.. swap.Gone.SelectMany(values)];
        foreach (RouteTarget target in swap.After.Targets)
        {
            if (gone.Count == 0)
                return gone;
            foreach (string value in values(target))
                gone.Remove(value);
        }

        if (gone.Count > 0)
            bridge.EndSeries(label, gone);
        return gone;
    }
}
