using System.Collections.Immutable;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Table;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Turns the feed's state into what serves: upstreams first, so that the new table never points at one without endpoints.</summary>
internal sealed partial class RoutePublisher(
    CurrentRoutes current, UpstreamDirectory upstreams, MiddlewareChains chains, RouteMetrics metrics, TimeProvider time, ILogger<RoutePublisher> logger)
{
    private readonly HashSet<Problem> _logged = [];
    private ILookup<(string Namespace, string Service), ServiceReference> _references = Array.Empty<ServiceReference>().ToLookup(KeyOf);

    /// <summary>Raised on the feed's loop after every swap.</summary>
    public event EventHandler<RoutesSwappedEventArgs>? Swapped;

    public void Publish(FeedState state)
    {
        if (state.RoutesChanged)
            PublishRoutes(state);
        else
            PublishEndpoints(state);
        state.MarkPublished();
    }

    // Endpoints come and go far more often than routes: they touch their upstream and nothing else.
    private void PublishEndpoints(FeedState state)
    {
        foreach (ServiceReference reference in state.TouchedServices.SelectMany(service => _references[service]))
            upstreams.ByName[reference.ToString()].Update(state.Resolve(reference));
    }

    private void PublishRoutes(FeedState state)
    {
        Route[] routes = [.. state.Routes];
        ServiceReference[] references = [.. routes.Where(IsActive).Select(route => route.Service).OfType<ServiceReference>().DistinctBy(reference => reference.ToString(), StringComparer.Ordinal)];
        _references = references.ToLookup(KeyOf);
        upstreams.Keep(references);
        foreach (ServiceReference reference in references)
            upstreams.ByName[reference.ToString()].Update(state.Resolve(reference));

        // A chain that stays the same is kept: it counts requests for its limits.
        ILookup<string, MiddlewareChain?> chainsBefore = current.Snapshot.Targets.ToLookup(target => target.Name, target => target.Middlewares, StringComparer.Ordinal);
        ImmutableArray<RouteTarget> targets = [.. routes.Select(route => TargetOf(route, chainsBefore[route.Name.Value].FirstOrDefault()))];
        RouteTable<RouteTarget> table = RouteTables.Build(targets.Select(target => (target.Route, target)));
        RouteSnapshot before = current.Snapshot;
        RouteSnapshot next = new(before.Revision + 1, time.GetUtcNow(), table, targets, [.. state.Problems, .. table.Problems]);
        current.Publish(next);
        Swapped?.Invoke(this, new RoutesSwappedEventArgs(before, next));
        Report(next, state.RejectedObjects);
    }

    private RouteTarget TargetOf(Route route, MiddlewareChain? chainBefore) => IsActive(route) && route.Service is { } service
        ? new RouteTarget(route, upstreams.ByName[service.ToString()], chains.Build(route.Name.Value, route.Namespace, route.Middlewares, chainBefore))
        : new RouteTarget(route, null, null);

    private void Report(RouteSnapshot snapshot, int rejected)
    {
        metrics.Reloaded(rejected, snapshot.Applied);
        int quarantined = snapshot.Targets.Count(target => !IsActive(target.Route));
        int errors = snapshot.Problems.Count(problem => problem.Severity == Severity.Error);
        metrics.Holds(snapshot.Targets.Length - quarantined, quarantined, errors, snapshot.Problems.Length - errors);
        LogPublished(snapshot.Revision, snapshot.Targets.Length, snapshot.Table.Hosts.Count, quarantined);
        foreach (Problem problem in snapshot.Problems.Where(problem => !_logged.Contains(problem)))
            LogProblem(problem.Full);
        _logged.Clear();
        _logged.UnionWith(snapshot.Problems);
    }

    private static bool IsActive(Route route) => route.Quarantine is null;

    private static (string, string) KeyOf(ServiceReference reference) => reference is ServiceReference.Port port ? (port.Namespace, port.Service) : ("", reference.ToString());

    [LoggerMessage(Level = LogLevel.Information, Message = "Routes are at revision {Revision} (routes: {Routes}, hosts: {Hosts}, quarantined: {Quarantined})")]
    private partial void LogPublished(long revision, int routes, int hosts, int quarantined);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogProblem(string problem);
}
