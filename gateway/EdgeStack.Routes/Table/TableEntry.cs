using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>A route in its place.</summary>
/// <param name="Rank">Its place in the order of all routes; the lowest is tried first.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Target">What a look-up returns.</param>
/// <param name="ChangesPath">True when a middleware of the route depends on the path.</param>
internal sealed record TableEntry<TTarget>(int Rank, RuleNode Rule, TTarget Target, bool ChangesPath)
{
    /// <summary>True when something of the route depends on the path of requests for this host.</summary>
    public bool LooksAtPathOf(ReadOnlySpan<char> host) => Rule.LooksAtPathOf(host) || (ChangesPath && Rule.HoldsFor(host) != false);
}
