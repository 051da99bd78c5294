using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
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
        if (RefusalOf(request.Method, target.Fault) is { } refusal)
            return new Explanation { Path = target.Path, Refusal = refusal, Tried = [], Winner = null, WhyItWon = null, NearestHost = null };
        TriedRoute[] seen = [.. table.Routes.Select(route => See(route, request, target.Path))];
        TriedRoute[] holding = [.. seen.Where(tried => tried.Failed is null)];
        Route? winner = holding.FirstOrDefault()?.Route;
        ReadOnlySpan<char> host = HostName.Canonical(request.Host);
        EncodedBytes refusedBytes = winner is not null && table.LooksAtPath(host) ? target.Encoded & ~winner.AllowEncoded : EncodedBytes.None;
        return new Explanation
        {
            Path = target.Path,
            Refusal = refusedBytes != EncodedBytes.None ? RefusalOf(refusedBytes) : winner is null ? null : RefusalOf(winner, request.Client),
            Tried = [.. seen.OrderBy(tried => tried.IsCandidate ? 0 : 1)],
            Winner = winner,
            WhyItWon = winner is null ? null : WhyItWon(winner, holding.Skip(1).FirstOrDefault()?.Route),
            NearestHost = winner is not null || seen.Any(tried => tried.IsCandidate && !tried.Route.Rule.RequiredHosts.IsEmpty) ? null : Nearest(table.Hosts, host.ToString()),
        };
    }

    private static string? RefusalOf(string method, TargetFault fault) => fault switch
    {
        _ when !ServedMethods.Include(method) => $"the method {method} is not served",
        TargetFault.None => null,
        TargetFault.NotAPath => "the target is no path",
        TargetFault.Fragment => "the target has a fragment, which never leaves a browser",
        TargetFault.ControlCharacter => "the path has a control character",
        TargetFault.BrokenEncoding => "a percent sign in the path is not followed by two hexadecimal digits",
        TargetFault.NotUtf8 => "the path is not UTF-8",
        _ => "the path has '.' or '..' as a segment, which servers take in different ways",
    };

    private static string RefusalOf(EncodedBytes bytes)
    {
        string names = string.Join(", ", EncodedByteNames.Of(bytes));
        return $"the path has encoded characters that a rule or middleware of this host could misread; the route takes them with 'allowEncoded: [{names}]'";
    }

    // Only what does not depend on time or on a login.
    private static string? RefusalOf(Route winner, IPAddress? client) =>
        client is not null && winner.Middlewares.OfType<MiddlewareSpec.IpAllowList>().FirstOrDefault(list => !list.Ranges.Any(range => range.Contains(client))) is { } list
            ? $"its ipAllowList does not have {client}, and answers {list.RejectStatus.ToString(CultureInfo.InvariantCulture)}"
            : null;

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
