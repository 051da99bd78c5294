using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.Health;

/// <summary>A series ends only with its route: ends those whose route, host or upstream a new table no longer has.</summary>
internal sealed class SeriesLifetime(RoutePublisher publisher, MetricsBridge bridge, RequestsInFlight inFlight)
{
    private const string HostLabel = "host";

    public void Watch() => publisher.Swapped += (_, swap) =>
    {
        End("route", swap.Before, swap.After, target => [target.Name]);
        End(HostLabel, swap.Before, swap.After, target => target.HostLabels);
        End("upstream", swap.Before, swap.After, target => target.Upstreams?.All.Select(share => share.Cluster.Name) ?? []);
    };

    private void End(string label, RouteSnapshot before, RouteSnapshot after, Func<RouteTarget, IEnumerable<string>> values)
    {
        HashSet<string> kept = [.. after.Targets.SelectMany(values)];
        foreach (string gone in before.Targets.SelectMany(values).Distinct(StringComparer.Ordinal).Where(name => !kept.Contains(name)))
        {
            bridge.EndSeries(label, gone);
            if (label == HostLabel)
                inFlight.End(gone);
        }
    }
}
