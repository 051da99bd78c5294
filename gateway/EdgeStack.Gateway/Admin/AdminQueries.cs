using System.Reflection;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Health;
using EdgeStack.Gateway.Listeners;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Hosting.Log;
using EdgeStack.Routes;
using EdgeStack.Routes.Explaining;
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
        return new Overview
        {
            Version = Version,
            Started = _started,
            Ready = whyNot is null,
            NotReadyBecause = whyNot,
            Listeners = new OverviewListeners(addresses.Public, addresses.Admin, addresses.Metrics),
            Sources = [.. sources.Sources.Select(source => new OverviewSource(source.Name, source.Complete, source.Fault))],
            Table = new OverviewTable(
                snapshot.Revision, snapshot.Revision == 0 ? null : snapshot.Applied, snapshot.Table.HostCount, snapshot.Targets.Length,
                snapshot.Targets.Count(target => target.Route.Quarantine is not null), upstreams.All.Count),
            Problems = new OverviewProblems(errors, snapshot.Problems.Length - errors),
        };
    }

    public RouteList Routes()
    {
        RouteSnapshot snapshot = current.Snapshot;
        Dictionary<Route, RouteTarget> targets = snapshot.Targets.ToDictionary(target => target.Route, ReferenceEqualityComparer.Instance as IEqualityComparer<Route>);
        return new RouteList(snapshot.Revision, [.. snapshot.Table.Routes.Select(route => Entry(targets[route]))]);
    }

    public RouteExplanation Explain(ExplainedRequest request)
    {
        RouteSnapshot snapshot = current.Snapshot;
        Explanation explanation = RouteExplainer.Explain(snapshot.Table, request);
        return new RouteExplanation
        {
            Host = request.Host,
            Path = explanation.Path,
            Refusal = explanation.Refusal,
            Winner = explanation.Winner is { } winner ? Entry(snapshot.Targets.First(target => ReferenceEquals(target.Route, winner))) : null,
            WhyItWon = explanation.WhyItWon,
            NearestHost = explanation.NearestHost,
            Tried = [.. explanation.Tried.Select(tried => new RouteExplanationEntry(
                tried.Route.Name.Value, tried.Route.Match, tried.Route.Priority, tried.IsCandidate, tried.Failed?.Condition, tried.Failed?.Saw))],
        };
    }

    public ProblemList Problems() => new([.. current.Snapshot.Problems.Select(problem => new ProblemListEntry
    {
        Severity = problem.Severity == Severity.Error ? "error" : "warning",
        Kind = problem.Kind.ToString().ToLowerInvariant(),
        Object = problem.Where.Object,
        File = problem.Where.File,
        Line = problem.Where.Line,
        Column = problem.Where.Column,
        Message = LogText.OneLine(problem.Message),
        Fix = problem.Fix is { } fix ? LogText.OneLine(fix) : null,
    })]);

    private static RouteListEntry Entry(RouteTarget target)
    {
        Route route = target.Route;
        string? quarantine = route.Quarantine?.Reason, fault = target.Upstreams?.Fault;
        return new RouteListEntry
        {
            Name = target.Name,
            Match = route.Match,
            Hosts = [.. route.Rule.RequiredHosts.Select(pattern => pattern.ToString())],
            Priority = route.Priority,
            Upstream = route.DescribeServices(),
            Services = [.. route.Services.Select(service => new RouteListService(service.Reference.ToString(), service.Weight,
                target.Upstreams?.All.First(share => share.Cluster.Reference == service.Reference).Cluster.Fault))],
            Endpoints = [.. target.Upstreams?.All.Where(share => share.Weight > 0).SelectMany(share => share.Cluster.Endpoints).Where(endpoint => endpoint.HealthFault is null).Select(endpoint => endpoint.Origin) ?? []],
            State = quarantine is not null ? "quarantined" : fault is not null ? "no-endpoints" : "active",
            Reason = quarantine ?? fault,
            Middlewares = [.. route.Middlewares.Select(middleware => middleware.Name)],
            Sticky = route.Sticky?.Name,
            UpstreamTls = route.Policy.Tls is { } tls ? new RouteListTls(tls.Verify, tls.ServerName, tls.CaSecret is { } authorities ? $"{authorities.Namespace}/{authorities.Name}" : null) : null,
            Secrets = [.. route.SecretNames().Select(name => $"{route.Namespace}/{name}").Distinct(StringComparer.Ordinal)],
            Source = new RouteListSource(route.Where.Object, route.Where.File, route.Where.Line, route.Where.Column),
        };
    }
}
