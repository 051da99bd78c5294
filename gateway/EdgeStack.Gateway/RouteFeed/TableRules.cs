using System.Collections.Immutable;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What one object alone cannot show: whose a host is, and whether a route may use the upstream that it names.</summary>
internal sealed class TableRules(HostOwnership hosts, UpstreamOptions upstreams, WatchedNamespaces namespaces)
{
    public static TableRules Of(GatewayOptions options, WatchedNamespaces namespaces) =>
        new(new HostOwnership([.. options.Grants.Hosts], namespaces.ShareHosts), options.Upstreams, namespaces);

    /// <summary>Every route; those that may not serve as written are quarantined, with a problem each.</summary>
    public ImmutableArray<Route> Settle(FeedState state, ICollection<Problem> problems) =>
        [.. hosts.Settle(state.Routes, problems).Select(route => route.Quarantine is null ? Permitted(route, state, problems) : route)];

    private Route Permitted(Route route, FeedState state, ICollection<Problem> problems)
    {
        (string Reason, string Fix)? refusal = route.Service switch
        {
            ServiceReference.Port port when port.Namespace != route.Namespace => RefusalOf(route, port, state),
            ServiceReference.Origin when route.FromCluster && !upstreams.AllowsUrls(route.Namespace) =>
                ($"routes of namespace '{route.Namespace}' may not name a URL",
                $"name a Service of this namespace: 'name:port'; or the operator can allow it: upstreams.urlNamespaces: [{route.Namespace}]"),
            _ => null,
        };
        if (refusal is not { } why)
            return route;
        problems.Add(new Problem(Severity.Error, route.Where, $"route '{route.Name}' is not served: {why.Reason}", why.Fix));
        return route with { Quarantine = new Quarantine(why.Reason, Protects: false) };
    }

    private (string Reason, string Fix)? RefusalOf(Route route, ServiceReference.Port port, FeedState state)
    {
        if (!namespaces.Includes(port.Namespace))
            return ($"Service '{port.Namespace}/{port.Service}' is in a namespace that is not watched", $"the operator can add it: kubernetes.namespaces: [{port.Namespace}]");
        return state.GrantOf(port.Namespace, port.Service).Allows(route.Namespace)
            ? null
            : ($"Service '{port.Namespace}/{port.Service}' does not let in routes of namespace '{route.Namespace}', or is not there",
            $"its owner can: kubectl -n {port.Namespace} annotate service {port.Service} {ServiceGrant.Annotation}={route.Namespace}");
    }
}
