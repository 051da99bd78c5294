using System.Reflection;
using EdgeStack.Gateway.Health;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.Admin;

/// <summary>Answers the admin API's questions from what the gateway knows at this moment.</summary>
internal sealed class AdminQueries(
    CurrentRoutes current, UpstreamDirectory upstreams, SourceHealth sources, Readiness readiness, ListenerAddresses addresses, TimeProvider time)
{
    private static readonly string Version =
        typeof(AdminQueries).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Overview Overview()
    {
        RouteSnapshot snapshot = current.Snapshot;
        int errors = snapshot.Problems.Count(problem => problem.Severity == Severity.Error);
        string? whyNot = readiness.WhyNot;
        return new Overview(
            Version, _started, whyNot is null, whyNot, new OverviewListeners(addresses.Public, addresses.Admin, addresses.Metrics),
            [.. sources.Sources.Select(source => new OverviewSource(source.Name, source.Complete, source.Fault))],
            new OverviewTable(
                snapshot.Revision, snapshot.Applied, snapshot.Table.Hosts.Length, snapshot.Targets.Length,
                snapshot.Targets.Count(target => target.Route.Quarantine is not null), upstreams.ByName.Count),
            new OverviewProblems(errors, snapshot.Problems.Length - errors));
    }

    public RouteList Routes()
    {
        RouteSnapshot snapshot = current.Snapshot;
        Dictionary<Route, RouteTarget> targets = snapshot.Targets.ToDictionary(target => target.Route, ReferenceEqualityComparer.Instance as IEqualityComparer<Route>);
        return new RouteList(snapshot.Revision, [.. snapshot.Table.Routes.Select(route => Entry(targets[route]))]);
    }

    public ProblemList Problems() => new([.. current.Snapshot.Problems.Select(problem => new ProblemEntry(
        problem.Severity == Severity.Error ? "error" : "warning", problem.Where.Object, problem.Where.File, problem.Where.Line, problem.Where.Column,
        problem.Message, problem.Fix))]);

    private static RouteEntry Entry(RouteTarget target)
    {
        Route route = target.Route;
        string? quarantine = route.Quarantine?.Reason, fault = target.Upstream?.Current.Fault;
        return new RouteEntry(
            target.Name, route.Match, route.Rule.RequiredHosts, route.Priority, route.Service?.ToString(),
            target.Upstream is { Current.Endpoints: var endpoints } ? endpoints : [],
            quarantine is not null ? "quarantined" : fault is not null ? "no-endpoints" : "active", quarantine ?? fault,
            new EntrySource(route.Where.Object, route.Where.File, route.Where.Line, route.Where.Column));
    }
}
