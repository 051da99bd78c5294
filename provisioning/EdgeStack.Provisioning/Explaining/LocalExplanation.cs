using System.Collections.Immutable;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Routes;
using EdgeStack.Routes.Explaining;
using EdgeStack.Routes.Table;

namespace EdgeStack.Provisioning.Explaining;

/// <summary>What a gateway that serves these files would say, in the words of its admin API.</summary>
internal static class LocalExplanation
{
    public static AdminExplanation Of(ImmutableArray<Route> routes, ExplainedRequest request)
    {
        Explanation explanation = RouteExplainer.Explain(RouteTables.Build(routes.Select(route => (route, route))), request);
        return new AdminExplanation
        {
            Host = request.Host,
            Path = explanation.Path,
            Refusal = explanation.Refusal,
            Winner = explanation.Winner is { } winner ? Told(winner) : null,
            WhyItWon = explanation.WhyItWon,
            NearestHost = explanation.NearestHost,
            Tried = [.. explanation.Tried.Select(tried => new AdminTriedRoute
            {
                Route = tried.Route.Name.Value,
                Match = tried.Route.Match,
                Priority = tried.Route.Priority,
                Candidate = tried.IsCandidate,
                Failed = tried.Failed?.Condition,
                Saw = tried.Failed?.Saw,
            })],
        };
    }

    // Whether the upstream has endpoints only a gateway knows.
    private static AdminRoute Told(Route route) => new()
    {
        Name = route.Name.Value,
        Match = route.Match,
        Hosts = [.. route.Rule.RequiredHosts.Select(host => host.ToString())],
        Upstream = route.DescribeServices(),
        Middlewares = [.. route.Middlewares.Select(middleware => middleware.Name)],
        State = route.Quarantine is null ? AdminRoute.Active : "quarantined",
        Reason = route.Quarantine?.Reason,
        Source = new AdminSource { Object = route.Where.Object, File = route.Where.File, Line = route.Where.Line, Column = route.Where.Column },
    };
}
