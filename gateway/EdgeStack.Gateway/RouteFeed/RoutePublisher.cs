using System.Collections.Immutable;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Table;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Turns the feed's state into what serves: upstreams first, so that the new table never points at one without endpoints.</summary>
internal sealed class RoutePublisher(
    CurrentRoutes current, UpstreamDirectory upstreams, MiddlewareChains chains, TableRules rules, RouteReport report, TimeProvider time)
{
    private ILookup<(string Namespace, string Service), UpstreamCluster> _clusters = Array.Empty<UpstreamCluster>().ToLookup(KeyOf);

    /// <summary>Raised on the feed's loop after every swap.</summary>
    public event EventHandler<RoutesSwappedEventArgs>? Swapped;

    public void Publish(FeedState state)
    {
        bool judgesAnew = rules.Learn(state);
        if (judgesAnew || state.RoutesChanged)
            PublishRoutes(state, judgesAnew);
        else
            PublishEndpoints(state);
        upstreams.Stir();
        state.MarkPublished();
        rules.Published();
    }

    // Endpoints come and go far more often than routes: they touch their upstream and nothing else.
    private void PublishEndpoints(FeedState state)
    {
        foreach (UpstreamCluster cluster in state.TouchedServices.SelectMany(service => _clusters[service]))
            cluster.Update(state.Resolve(cluster.Reference, rules.Destinations));
    }

    private void PublishRoutes(FeedState state, bool judgesAnew)
    {
        List<Problem> refused = [];
        RouteSnapshot before = current.Snapshot;
        TargetChanges changes = TargetChanges.Between(before.Targets, rules.Settle(state, refused), TargetOf);
        UpdateUpstreams(state, changes.Targets, judgesAnew);
        RouteTable<RouteTarget> table = before.Table.Changed(changes.Gone, changes.Come.Select(target => (target.Route, target)));
        RouteSnapshot next = new(before.Revision + 1, time.GetUtcNow(), table, changes.Targets, [.. state.Problems, .. BoundedProblems.Of(refused), .. BoundedProblems.Of(table.Problems)]);
        current.Publish(next);
        chains.Keep(changes.Targets.Where(target => target.Middlewares is not null).Select(target => target.Route.Middlewares));
        Swapped?.Invoke(this, new RoutesSwappedEventArgs(changes.Gone, next));
        report.Published(next, state.RejectedObjects);
    }

    private void UpdateUpstreams(FeedState state, ImmutableArray<RouteTarget> targets, bool judgesAnew)
    {
        HashSet<UpstreamCluster> before = [.. upstreams.All], used = [];
        foreach (RouteTarget target in targets)
        {
            foreach (UpstreamShare share in target.Upstreams?.All ?? [])
                used.Add(share.Cluster);
        }

        foreach (UpstreamCluster cluster in used)
        {
            if (judgesAnew || !before.Contains(cluster) || state.TouchedServices.Contains(KeyOf(cluster)))
                cluster.Update(state.Resolve(cluster.Reference, rules.Destinations));
        }

        if (upstreams.Keep(used))
            _clusters = used.ToLookup(KeyOf);
    }

    // What stays the same is kept: a chain counts requests for its limits, upstreams with weights count turns.
    private RouteTarget TargetOf(Route route, RouteTarget? before) => IsActive(route)
        ? new RouteTarget(route, UpstreamsOf(route, before?.Upstreams), chains.Build(route.Name.Value, route.Namespace, route.Middlewares, before?.Middlewares))
        : new RouteTarget(route, null, null);

    private RouteUpstreams UpstreamsOf(Route route, RouteUpstreams? before)
    {
        ImmutableArray<UpstreamShare> shares = [.. route.Services.Select(service => new UpstreamShare(upstreams.Of(service.Reference, route.Policy), service.Weight))];
        return before?.IsFor(shares, route.Sticky, route.Name.Value) == true ? before
            : new RouteUpstreams(shares, route.Sticky is { } cookie ? new Affinity(cookie, route.Name.Value) : null);
    }

    private static bool IsActive(Route route) => route.Quarantine is null;

    private static (string, string) KeyOf(UpstreamCluster cluster) => cluster.Reference is ServiceReference.Port port ? (port.Namespace, port.Service) : ("", cluster.Name);
}
