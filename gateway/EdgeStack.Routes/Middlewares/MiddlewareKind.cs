using System.Collections.Immutable;

namespace EdgeStack.Routes.Middlewares;

/// <summary>A middleware that this version does.</summary>
/// <param name="Name">As in Traefik, where Traefik has it.</param>
/// <param name="Options">The options that are read.</param>
/// <param name="Read">Makes the middleware from them; null when they are not usable.</param>
internal sealed record MiddlewareKind(string Name, ImmutableArray<string> Options, Func<MiddlewareOptions, MiddlewareSpec?> Read)
{
    /// <summary>Options of Traefik that this version does not do.</summary>
    public ImmutableArray<string> NotYet { get; init; } = [];

    /// <summary>Options of which a fault leaves something unprotected; by default all of a protecting middleware's.</summary>
    public ImmutableArray<string> Protecting { get; init; } = [];

    /// <summary>Whether faults of every option leave something unprotected.</summary>
    public bool Protects { get; init; }
}
