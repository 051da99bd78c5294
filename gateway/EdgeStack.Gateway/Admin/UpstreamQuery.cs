using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Admin;

/// <summary>Answers <c>/api/v1/upstreams</c>: where requests can go, and what they found there.</summary>
internal sealed class UpstreamQuery(CurrentRoutes current, UpstreamDirectory directory, TimeProvider time)
{
    public UpstreamList Upstreams()
    {
        ILookup<UpstreamCluster, string> routes = current.Snapshot.Targets.SelectMany(target => target.Upstreams?.All.Select(share => (share.Cluster, target.Name)) ?? [])
            .ToLookup(pair => pair.Cluster, pair => pair.Name);
        return new UpstreamList([.. directory.All.Select(cluster => Entry(cluster, [.. routes[cluster]]))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal).ThenBy(entry => string.Join(' ', entry.Routes), StringComparer.Ordinal)]);
    }

    private UpstreamListEntry Entry(UpstreamCluster cluster, string[] routes)
    {
        UpstreamListEndpoint[] endpoints = [.. cluster.Endpoints.Select(endpoint => new UpstreamListEndpoint(endpoint.Origin, endpoint.InFlight, endpoint.IsAvoided(time), endpoint.HealthFault))];
        UpstreamPolicy policy = cluster.Policy;
        bool isFailing = endpoints.Length > 0 && endpoints.All(endpoint => endpoint.Failing);
        return new UpstreamListEntry
        {
            Name = cluster.Name,
            State = endpoints.Length == 0 ? "no-endpoints" : !cluster.HasEndpoint ? "unhealthy" : isFailing ? "failing" : "active",
            Reason = cluster.Fault ?? (isFailing ? "the last connections to every endpoint could not be made; the access log says why" : null),
            Endpoints = endpoints,
            Settings = new UpstreamListSettings(
                policy.PassHost, policy.ConnectTimeout.TotalSeconds, Seconds(policy.RequestTimeout), Seconds(policy.IdleTimeout), policy.Attempts, policy.HoldFor.TotalSeconds),
            Routes = routes,
        };
    }

    private static double? Seconds(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan ? null : limit.TotalSeconds;
}
