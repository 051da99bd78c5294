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
        if (rules.Learn(state) || state.RoutesChanged)
            PublishRoutes(state);
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

    private void PublishRoutes(FeedState state)
    {
        List<Problem> refused = [];
        ImmutableArray<Route> routes = rules.Settle(state, refused);
        upstreams.Keep(routes.Where(IsActive).SelectMany(route => route.Services.Select(service => (service.Reference, route.Policy))));
        _clusters = upstreams.All.ToLookup(KeyOf);
        foreach (UpstreamCluster cluster in upstreams.All)
            cluster.Update(state.Resolve(cluster.Reference, rules.Destinations));

        ILookup<(string, string, RouteName), RouteTarget> targetsBefore = current.Snapshot.Targets.ToLookup(target => KeyOf(target.Route));
        ImmutableArray<RouteTarget> targets = [.. routes.Select(route => TargetOf(route, targetsBefore[KeyOf(route)].FirstOrDefault()))];
        RouteTable<RouteTarget> table = RouteTables.Build(targets.Select(target => (target.Route, target)));
        RouteSnapshot before = current.Snapshot;
        RouteSnapshot next = new(before.Revision + 1, time.GetUtcNow(), table, targets, [.. state.Problems, .. BoundedProblems.Of(refused), .. BoundedProblems.Of(table.Problems)]);
        current.Publish(next);
        Swapped?.Invoke(this, new RoutesSwappedEventArgs(before, next));
        report.Published(next, state.RejectedObjects);
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

    // A name is unique in its object only.
    private static (string, string, RouteName) KeyOf(Route route) => (route.Namespace, route.Age.Object, route.Name);

    private static (string, string) KeyOf(UpstreamCluster cluster) => cluster.Reference is ServiceReference.Port port ? (port.Namespace, port.Service) : ("", cluster.Name);
}
