using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Targets;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Routes;

/// <summary>A route as it was read: which requests it takes and where they go.</summary>
public sealed record Route
{
    public required RouteName Name { get; init; }

    /// <summary>True when a person wrote the name; otherwise it is the route's place in its object.</summary>
    public bool HasOwnName { get; init; }

    /// <summary>The rule's text; for the shorthand the equivalent rule.</summary>
    public required string Match { get; init; }

    public required RuleNode Rule { get; init; }

    /// <summary>The higher one wins. Default: the length of the rule in bytes, as in Traefik; of the shorthand <c>path</c> that of <c>PathPrefix</c>.</summary>
    public required int Priority { get; init; }

    /// <summary>Where requests go; empty only when quarantined. When it is served, one of them has a weight above 0.</summary>
    public OptionList<WeightedService> Services { get; init; } = OptionList<WeightedService>.Empty;

    /// <summary>What leads a visitor to the endpoint that has answered before; null when nothing does.</summary>
    public StickyCookie? Sticky { get; init; }

    /// <summary>How they get there.</summary>
    public UpstreamPolicy Policy { get; init; } = UpstreamPolicy.Default;

    /// <summary>Namespace of the object that the route stands in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Where the route stands.</summary>
    public required SourceLocation Where { get; init; }

    /// <summary>How old the object is that the route stands in.</summary>
    public RouteAge Age { get; init; }

    /// <summary>True when the object came from an API server, where its author is not the operator.</summary>
    public bool FromCluster { get; init; }

    /// <summary>Bytes that this route takes in their encoded form although something looks at the path.</summary>
    public EncodedBytes AllowEncoded { get; init; }

    /// <summary>Requests of this route that are not logged; null when all are.</summary>
    public RuleNode? AccessLogExclude { get; init; }

    /// <summary>What a request passes before it is forwarded, in order.</summary>
    public OptionList<MiddlewareSpec> Middlewares { get; init; } = OptionList<MiddlewareSpec>.Empty;

    public RouteLimits Limits { get; init; } = RouteLimits.None;

    /// <summary>True when a middleware depends on the path, whose spelling then has to be beyond doubt.</summary>
    public bool ChangesPath => Middlewares.Any(middleware => middleware is MiddlewareSpec.StripPrefix or MiddlewareSpec.AddPrefix);

    /// <summary>True when something of the route keeps somebody or something out.</summary>
    public bool Protects => Middlewares.Any(middleware => middleware.Protects) || Limits != RouteLimits.None || Policy.Tls is { Verify: true };

    /// <summary>What its patterns may cost together, in the unit of <see cref="Patterns.PatternBudget"/>.</summary>
    public int PatternWeight { get; init; }

    public Quarantine? Quarantine { get; init; }

    /// <summary>Where requests go, for people: a service, or several with their weights; null when it cannot be known.</summary>
    public string? DescribeServices() => Services switch
    {
        [] => null,
        [{ Reference: var only }] => only.ToString(),
        _ => string.Join(", ", Services),
    };

    /// <summary>Secrets of the route's namespace without which it must not serve.</summary>
    public IEnumerable<string> SecretNames() => (Policy.Tls?.CaSecret is { } authorities ? [authorities.Name] : Enumerable.Empty<string>()).Concat(
        Middlewares.OfType<MiddlewareSpec.BasicAuth>().Select(auth => auth.Users).OfType<UserSource.Secret>().Select(secret => secret.Name));
}
