using System.Collections.Immutable;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>
/// Whose host is it: a host belongs to the namespace of its oldest route. Routes for it from elsewhere need the operator's grant, whatever
/// their priority; without one they are quarantined where nobody else's requests can meet them.
/// </summary>
/// <param name="grants">What the operator allows.</param>
/// <param name="sharesHosts">
/// True when routes of a cluster's namespace meet those of other namespaces or of folders: then one without a host, which would reach
/// everyone's hosts, needs a grant for <c>*</c>.
/// </param>
public sealed class HostOwnership(ImmutableArray<HostGrant> grants, bool sharesHosts)
{
    private const string Setting = "grants.hosts";

    // Holds for no request and names no host, so it stands in nobody's way.
    private static readonly RuleNode Nothing = new RuleNode.Hosts([]);

    /// <summary>Returns all routes; those for hosts of others quarantined, with a problem each. The order of the input does not matter.</summary>
    public ImmutableArray<Route> Settle(IEnumerable<Route> routes, ICollection<Problem> problems)
    {
        Route[] byAge = [.. routes];
        if (!sharesHosts && Array.TrueForAll(byAge, route => route.Namespace == byAge[0].Namespace))
            return [.. byAge];
        Array.Sort(byAge, ByAge.Compare);
        HostClaims claims = new();
        HostRefusals refusals = new(claims, IsGranted);
        ImmutableArray<Route>.Builder settled = ImmutableArray.CreateBuilder<Route>(byAge.Length);
        foreach (Route route in byAge)
            settled.Add(route.Rule.RequiredHosts is { IsEmpty: false } patterns ? Settle(route, patterns, claims, refusals, problems) : SettleAnyHost(route, problems));
        return settled.MoveToImmutable();
    }

    private static Route Settle(Route route, ImmutableArray<HostPattern> patterns, HostClaims claims, HostRefusals refusals, ICollection<Problem> problems)
    {
        (HostPattern Wanted, HostRefusal Refusal)[] against =
            [.. patterns.Select(pattern => (pattern, refusals.Of(route.Namespace, pattern))).Where(pair => pair.Item2 is not null).Select(pair => (pair.pattern, pair.Item2!))];
        if (against.Length == 0)
        {
            claims.Add(route, patterns);
            return route;
        }

        (HostPattern wanted, HostRefusal first) = against[0];
        Route owner = first.First.Route;
        string reason = $"{Named(wanted, first.First.Hosts)} to namespace '{owner.Namespace}' ({owner.Where.Object}, {owner.Where})";
        Report(route, reason, $"the operator can allow it: {Setting}: [{new HostGrant(wanted, route.Namespace)}]", problems);
        // Its own hosts still answer 503 where nobody else's are meant, at the lowest priority and whatever the path.
        ImmutableArray<HostPattern> own = [.. patterns.Where(pattern => refusals.IsFirst(route.Namespace, pattern))];
        return Aside(route, own.IsEmpty ? Nothing : new RuleNode.All([new RuleNode.Hosts(own), .. against.Select(pair => new RuleNode.Not(pair.Refusal.Others))]), reason);
    }

    private Route SettleAnyHost(Route route, ICollection<Problem> problems)
    {
        HostPattern every = new(HostReach.Every, "");
        if (!sharesHosts || !route.FromCluster || IsGranted(route.Namespace, every, every))
            return route;
        const string Reason = "a route without a host would take requests for everyone's hosts";
        Report(route, Reason, $"name its hosts in 'host'; or the operator can allow it: {Setting}: [{new HostGrant(every, route.Namespace)}]", problems);
        return Aside(route, Nothing, Reason);
    }

    private bool IsGranted(string @namespace, HostPattern wanted, HostPattern claimed)
    {
        foreach (HostGrant grant in grants)
        {
            if (grant.Namespace == @namespace && (grant.Hosts.Covers(wanted) || grant.Hosts.Covers(claimed)))
                return true;
        }

        return false;
    }

    private static string Named(HostPattern wanted, HostPattern claimed) =>
        claimed == wanted ? $"host '{wanted}' belongs" : $"host '{wanted}' meets '{claimed}', which belongs";

    private static void Report(Route route, string reason, string fix, ICollection<Problem> problems) =>
        problems.Add(new Problem(Severity.Error, route.Where, $"route '{route.Name}' is not served: {reason}", fix) { Kind = ProblemKind.Host });

    private static Route Aside(Route route, RuleNode rule, string reason) => route with
    {
        Rule = rule,
        Priority = int.MinValue,
        Middlewares = OptionList<MiddlewareSpec>.Empty,
        Quarantine = new Quarantine(reason, Protects: false),
    };
}
