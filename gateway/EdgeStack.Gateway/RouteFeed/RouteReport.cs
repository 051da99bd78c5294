using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Says in metrics and log what serves: every problem once.</summary>
internal sealed partial class RouteReport(RouteMetrics metrics, ILogger<RoutePublisher> logger)
{
    private readonly HashSet<Problem> _logged = [];

    public void Published(RouteSnapshot snapshot, int rejectedObjects)
    {
        metrics.Reloaded(rejectedObjects, snapshot.Applied);
        int quarantined = snapshot.Targets.Count(target => target.Route.Quarantine is not null);
        int errors = snapshot.Problems.Count(problem => problem.Severity == Severity.Error);
        metrics.Holds(snapshot.Targets.Length - quarantined, quarantined, errors, snapshot.Problems.Length - errors);
        LogPublished(snapshot.Revision, snapshot.Targets.Length, snapshot.Table.HostCount, quarantined);
        foreach (Problem problem in snapshot.Problems.Where(problem => !_logged.Contains(problem)))
            LogProblem(problem.Full);
        _logged.Clear();
        _logged.UnionWith(snapshot.Problems);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Routes are at revision {Revision} (routes: {Routes}, hosts: {Hosts}, quarantined: {Quarantined})")]
    private partial void LogPublished(long revision, int routes, int hosts, int quarantined);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogProblem(string problem);
}
