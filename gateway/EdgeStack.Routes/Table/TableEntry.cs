using System.Collections.Immutable;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>A route in a table, with what is asked about it again and again. It stays when tables change around it.</summary>
/// <param name="route">The route.</param>
/// <param name="target">What a look-up returns.</param>
internal sealed class TableEntry<TTarget>(Route route, TTarget target)
{
    private readonly int _specificity = route.Rule.Specificity;
    private readonly bool _changesPath = route.ChangesPath;

    public Route Route { get; } = route;

    public RuleNode Rule { get; } = route.Rule;

    public TTarget Target { get; } = target;

    /// <summary>The hosts that a request must have one of; empty when the rule may hold for any host.</summary>
    public ImmutableArray<HostPattern> Hosts { get; } = route.Rule.RequiredHosts;

    /// <summary>The rule in one spelling.</summary>
    public string RuleText { get; } = route.Rule.Text;

    /// <summary>The order in which entries are tried.</summary>
    public static int Compare(TableEntry<TTarget> a, TableEntry<TTarget> b) => RouteOrder.Compare(a.Route, a._specificity, b.Route, b._specificity);

    /// <summary>True when something of the route depends on the path of requests for this host.</summary>
    public bool LooksAtPathOf(ReadOnlySpan<char> host) => Rule.LooksAtPathOf(host) || (_changesPath && Rule.HoldsFor(host) != false);
}
