using System.Collections.Immutable;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>Who may use patterns: what all of them weigh together is bounded, and the oldest routes come first.</summary>
public static class PatternShares
{
    /// <summary>Returns all routes; those whose patterns found no room quarantined without them, with a problem each. The order of the input does not matter.</summary>
    public static ImmutableArray<Route> Settle(ImmutableArray<Route> routes, ICollection<Problem> problems)
    {
        long all = routes.Sum(route => (long)route.PatternWeight);
        if (all <= PatternBudget.OfTable)
            return routes;
        int taken = 0;
        HashSet<Route> refused = new(ReferenceEqualityComparer.Instance);
        foreach (Route route in routes.Where(route => route.PatternWeight > 0).Order(Comparer<Route>.Create(ByAge.Compare)))
        {
            if (taken + route.PatternWeight > PatternBudget.OfTable)
                refused.Add(route);
            else
                taken += route.PatternWeight;
        }

        return [.. routes.Select(route => refused.Contains(route) ? Aside(route, all, problems) : route)];
    }

    private static Route Aside(Route route, long all, ICollection<Problem> problems)
    {
        string reason = $"its patterns weigh {route.PatternWeight}, and those of all routes together {all} where {PatternBudget.OfTable} are allowed, the oldest first";
        problems.Add(new Problem(Severity.Error, route.Where, $"route '{route.Name}' is not served: {reason}", "write Path or PathPrefix instead of patterns, or shorter ones, here or in older routes")
        {
            Kind = ProblemKind.Route,
        });
        // Its hosts still answer 503 where nothing else is meant. What it protected stays closed: the whole host then, since its patterns cannot be asked.
        ImmutableArray<HostPattern> hosts = route.Rule.RequiredHosts;
        return route with
        {
            Rule = route.Protects && hosts.IsEmpty ? new RuleNode.All([]) : new RuleNode.Hosts(hosts),
            Priority = route.Protects ? route.Priority : int.MinValue,
            Middlewares = OptionList<MiddlewareSpec>.Empty,
            AccessLogExclude = null,
            PatternWeight = 0,
            Quarantine = new Quarantine(reason, route.Protects),
        };
    }
}
