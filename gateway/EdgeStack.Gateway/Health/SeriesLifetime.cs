using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Telemetry;

namespace EdgeStack.Gateway.Health;

/// <summary>A series ends only with its route: ends those whose route, host or upstream a new table no longer has.</summary>
internal sealed class SeriesLifetime(RoutePublisher publisher, MetricsBridge bridge)
{
    public void Watch() => publisher.Swapped += (_, swap) =>
    {
        End("route", swap.Before, swap.After, target => target.Name);
        End("host", swap.Before, swap.After, target => target.Host);
        End("upstream", swap.Before, swap.After, target => target.Upstream?.Name);
    };

    private void End(string label, RouteSnapshot before, RouteSnapshot after, Func<RouteTarget, string?> value)
    {
        HashSet<string?> kept = [.. after.Targets.Select(value)];
        foreach (string gone in before.Targets.Select(value).OfType<string>().Distinct(StringComparer.Ordinal).Where(name => !kept.Contains(name)))
            bridge.EndSeries(label, gone);
    }
}
