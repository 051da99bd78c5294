using System.Collections.Immutable;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;
using EdgeStack.Routes.Targets;

namespace EdgeStack.Routes.Explaining;

/// <summary>Says what a table does with a request. Slow and thorough, for people; it answers as <see cref="RouteTable{TTarget}.Find"/> does.</summary>
public static class RouteExplainer
{
    public static Explanation Explain<TTarget>(RouteTable<TTarget> table, ExplainedRequest request)
        where TTarget : class
    {
        RequestTarget target = RequestTarget.Read(request.Target);
        if (target.Fault != TargetFault.None)
            return Nothing(target);
        TriedRoute[] seen = [.. table.Routes.Select(route => See(route, request, target.Path))];
        TriedRoute[] holding = [.. seen.Where(tried => tried.Failed is null)];
        Route? winner = holding.FirstOrDefault()?.Route;
        ReadOnlySpan<char> host = HostName.Canonical(request.Host);
        bool isStrict = winner is not null && table.LooksAtPath(host);
        return Nothing(target) with
        {
            Tried = [.. seen.OrderBy(tried => tried.IsCandidate ? 0 : 1)],
            Winner = winner,
            WhyItWon = winner is null ? null : WhyItWon(winner, holding.Skip(1).FirstOrDefault()?.Route),
            RefusedBytes = isStrict ? target.Encoded & ~winner!.AllowEncoded : EncodedBytes.None,
            NearestHost = seen.Any(tried => tried.IsCandidate) ? null : Nearest(table.Hosts, host.ToString()),
        };
    }

    private static Explanation Nothing(RequestTarget target) => new()
    {
        Path = target.Path,
        Fault = target.Fault,
        Tried = [],
        Winner = null,
        WhyItWon = null,
        RefusedBytes = EncodedBytes.None,
        NearestHost = null,
    };

    private static TriedRoute See(Route route, ExplainedRequest request, string path)
    {
        ImmutableArray<HostPattern> hosts = route.Rule.RequiredHosts;
        if (!hosts.IsEmpty && !IsFor(hosts, request))
            return new TriedRoute(route, IsCandidate: false, ConditionText.Of(new RuleNode.Hosts(hosts), request, path));
        RuleNode? failing = route.Rule.FirstFailing(request.Facts(path));
        return new TriedRoute(route, IsCandidate: true, failing is null ? null : ConditionText.Of(failing, request, path));
    }

    private static bool IsFor(ImmutableArray<HostPattern> hosts, ExplainedRequest request) => new RuleNode.Hosts(hosts).Matches(request.Facts(""));

    private static string? Nearest(IEnumerable<HostPattern> hosts, string host) => NearestName.Of(host, [.. hosts.Select(pattern => pattern.ToString())]);

    private static string WhyItWon(Route winner, Route? next) => next is null ? "no other rule holds" : RouteOrder.Why(winner, next);
}
