using System.Collections.Immutable;
using EdgeStack.Gateway.Access;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Makes the chains of all routes from what is written.</summary>
internal sealed class MiddlewareChains(PasswordVerifier passwords, SecretSource secrets, AccessTeams teams, TimeProvider time, ILogger<MiddlewareChain> logger)
{
    /// <summary>The chain of a route; null when it has no middlewares, so that those cost nothing.</summary>
    /// <param name="route">The route's name, for logs.</param>
    /// <param name="namespace">Where its Secrets are.</param>
    /// <param name="specs">In order.</param>
    /// <param name="before">The route's chain until now: it stays when nothing of it has changed, with its limits' counts.</param>
    public MiddlewareChain? Build(string route, string @namespace, OptionList<MiddlewareSpec> specs, MiddlewareChain? before = null)
    {
        if (before?.IsFor(route, @namespace, specs) == true)
            return before;
        ImmutableArray<Middleware> middlewares = [.. specs.Where(DoesSomething).Select(spec => Make(spec, route, @namespace))];
        return middlewares.IsEmpty ? null : new MiddlewareChain(route, @namespace, specs, middlewares, logger);
    }

    /// <summary>Forgets what only other routes than these needed.</summary>
    public void Keep(IEnumerable<OptionList<MiddlewareSpec>> used) =>
        teams.Keep(used.SelectMany(specs => specs).OfType<MiddlewareSpec.CloudflareAccess>().Select(access => access.Team).ToHashSet(StringComparer.Ordinal));

    // An average of 0 is how Traefik writes 'no limit'.
    private static bool DoesSomething(MiddlewareSpec spec) => spec is not MiddlewareSpec.RateLimit { Average: 0 };

    private Middleware Make(MiddlewareSpec spec, string route, string @namespace) => spec switch
    {
        MiddlewareSpec.Headers headers => new Headers(headers),
        MiddlewareSpec.StripPrefix strip => new StripPrefix(strip),
        MiddlewareSpec.AddPrefix add => new AddPrefix(add),
        MiddlewareSpec.RedirectScheme redirect => new RedirectScheme(redirect),
        MiddlewareSpec.BasicAuth auth => new BasicAuth(auth, UserListSource.Of(auth.Users, @namespace, secrets, time), passwords, route, logger),
        MiddlewareSpec.IpAllowList allow => new IpAllowList(allow),
        MiddlewareSpec.RateLimit limit => new RateLimit(limit, time),
        MiddlewareSpec.Compress compress => new Compress(compress),
        MiddlewareSpec.CloudflareAccess access => new CloudflareAccess(access, new TokenVerifier(teams.Of(access.Team), access.Audiences, time), route, logger),
        _ => throw new ArgumentException($"{spec.GetType().Name} is not known", nameof(spec)),
    };
}
