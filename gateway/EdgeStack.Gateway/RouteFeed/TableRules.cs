using System.Collections.Immutable;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Secrets;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What one object alone cannot show: whose a host is, whether there is room for a route's patterns, and whether it may use the upstream that it names.</summary>
internal sealed class TableRules(GatewayOptions options, DestinationRules destinations, ApiServerAddresses apiServer, ConnectGuard guard, SecretStore secrets, Func<WatchedNamespaces> watched)
{
    // Asked late: it needs the cluster's configuration, without which the program has to say so itself.
    private readonly Lazy<(HostOwnership Hosts, WatchedNamespaces Namespaces)> _namespaces =
        new(() => (new HostOwnership([.. options.Grants.Hosts], watched().ShareHosts), watched()));

    public DestinationRules Destinations => destinations;

    /// <summary>Takes over what the feed says about the API server.</summary>
    /// <returns>True when every upstream has to be judged anew.</returns>
    public bool Learn(FeedState state) => state.TouchedServices.Contains((ApiServerAddresses.Namespace, ApiServerAddresses.Service))
        && apiServer.Learn(state.EndpointsOf(ApiServerAddresses.Namespace, ApiServerAddresses.Service).Where(slice => slice.FromCluster));

    /// <summary>What was settled serves: who reads Secrets may look what is wanted.</summary>
    public void Published() => secrets.Stir();

    /// <summary>Every route; those that may not serve as written are quarantined, with a problem each.</summary>
    public ImmutableArray<Route> Settle(FeedState state, ICollection<Problem> problems)
    {
        ImmutableArray<Route> owned = PatternShares.Settle(_namespaces.Value.Hosts.Settle(state.Routes, problems), problems);
        Route[] wanting = [.. owned.Where(route => route.Quarantine is null && MayNameSecrets(route))];
        secrets.Want(
            [.. wanting.SelectMany(route => route.SecretNames().Select(name => new SecretName(route.Namespace, name)))],
            [.. wanting.Select(route => route.Policy.Tls?.CaSecret).OfType<CaSecret>().Select(secret => new SecretName(secret.Namespace, secret.Name))]);
        // Thousands of routes may lead to a few places.
        Dictionary<(string, int, bool), string?> refusals = [];
        ImmutableArray<Route> settled = [.. owned.Select(route => route.Quarantine is null ? Permitted(route, state, refusals, problems) : route)];
        guard.Trust(NamesOfOperator(settled, state));
        return settled;
    }

    // Those that nobody else names too.
    private static HashSet<(string Host, int Port)> NamesOfOperator(ImmutableArray<Route> settled, FeedState state)
    {
        HashSet<(string, int)> ofOperator = [], ofCluster = [];
        foreach (Route route in settled.Where(route => route.Quarantine is null))
        {
            foreach (WeightedService service in route.Services.Items)
            {
                if (NameOf(route, service.Reference, state) is var (fromCluster, host, port))
                    (fromCluster ? ofCluster : ofOperator).Add((host, port));
            }
        }

        ofOperator.ExceptWith(ofCluster);
        return ofOperator;
    }

    // What most of thousands of routes need not be asked.
    private static bool MayNameSecrets(Route route) => route.Middlewares.Count > 0 || route.Policy.Tls is not null;

    private static (bool FromCluster, string Host, int Port)? NameOf(Route route, ServiceReference reference, FeedState state) => reference switch
    {
        ServiceReference.Origin { Address: var address } => (route.FromCluster, address.IdnHost, address.Port),
        ServiceReference.Port port when state.ServiceOf(port.Namespace, port.Service) is { ExternalName: not null } service
            && Uri.TryCreate(state.Resolve(port, DestinationRules.Open).Endpoints.FirstOrDefault(), UriKind.Absolute, out Uri? address) => (service.FromCluster, address.IdnHost, address.Port),
        _ => null,
    };

    private Route Permitted(Route route, FeedState state, Dictionary<(string, int, bool), string?> refusals, ICollection<Problem> problems)
    {
        foreach (WeightedService service in route.Services.Items)
        {
            (string Reason, string? Fix)? refusal = service.Reference switch
            {
                ServiceReference.Port port when port.Namespace != route.Namespace => RefusalOf(route, port, state),
                ServiceReference.Origin origin => RefusalOf(route, origin, refusals),
                _ => null,
            };
            if (refusal is not { } why)
                continue;
            problems.Add(new Problem(Severity.Error, route.Where, $"route '{route.Name}' is not served: {why.Reason}", why.Fix) { Kind = ProblemKind.Upstream });
            return route with { Quarantine = new Quarantine(why.Reason, Protects: false) };
        }

        return WithSecrets(route, problems);
    }

    // Without its Secret a route would serve unprotected or let nobody in, so it waits; the Secret's coming is a change of its own.
    private Route WithSecrets(Route route, ICollection<Problem> problems)
    {
        if (!MayNameSecrets(route))
            return route;
        foreach (string name in route.SecretNames())
        {
            if (secrets.FaultOf(new SecretName(route.Namespace, name)) is not { } why)
                continue;
            string reason = $"waiting for Secret {route.Namespace}/{name}: {why}", key = route.Policy.Tls?.CaSecret?.Name == name ? CaSecret.Key : "users";
            string fix = route.FromCluster
                ? $"kubectl -n {route.Namespace} create secret generic {name} --from-file={key}=FILE; what lets the gateway read it: edgestack routes rbac"
                : $"write a Secret '{name}' of namespace '{route.Namespace}' into a file beside the routes";
            problems.Add(new Problem(Severity.Error, route.Where, $"route '{route.Name}' is not served: {reason}", fix) { Kind = ProblemKind.Secret });
            return route with { Quarantine = new Quarantine(reason, Protects: true) };
        }

        return route;
    }

    private (string Reason, string? Fix)? RefusalOf(Route route, ServiceReference.Port port, FeedState state)
    {
        if (!_namespaces.Value.Namespaces.Includes(port.Namespace))
            return ($"Service '{port.Namespace}/{port.Service}' is in a namespace that is not watched", $"the operator can add it: kubernetes.namespaces: [{port.Namespace}]");
        return state.GrantOf(port.Namespace, port.Service).Allows(route.Namespace)
            ? null
            : ($"Service '{port.Namespace}/{port.Service}' does not let in routes of namespace '{route.Namespace}', or is not there",
            $"its owner can: kubectl -n {port.Namespace} annotate service {port.Service} {ServiceGrant.Annotation}={route.Namespace}");
    }

    private (string Reason, string? Fix)? RefusalOf(Route route, ServiceReference.Origin origin, Dictionary<(string, int, bool), string?> refusals)
    {
        if (route.FromCluster && !options.Upstreams.AllowsUrls(route.Namespace))
        {
            return ($"routes of namespace '{route.Namespace}' may not name a URL",
                $"name a Service of this namespace: 'name:port'; or the operator can allow it: upstreams.urlNamespaces: [{route.Namespace}]");
        }

        (string Host, int Port, bool FromCluster) key = (origin.Address.IdnHost, origin.Address.Port, route.FromCluster);
        if (!refusals.TryGetValue(key, out string? why))
            refusals.Add(key, why = destinations.RefusalOf(key.Host, key.Port, key.FromCluster));
        return why is null ? null : (why, null);
    }
}
