using System.Collections.Immutable;

namespace EdgeStack.Routes.Middlewares;

/// <summary>The list <c>middlewares</c> of a route, read.</summary>
/// <param name="Middlewares">The usable ones in their order; complete when there is no problem.</param>
/// <param name="Problems">Every problem found, in the order of the text.</param>
public sealed record MiddlewareReading(OptionList<MiddlewareSpec> Middlewares, ImmutableArray<MiddlewareProblem> Problems)
{
    /// <summary>Whether a middleware that protects was written, readable or not.</summary>
    public bool Protects => Middlewares.Any(middleware => middleware.Protects) || Problems.Any(problem => problem.Protects);
}
