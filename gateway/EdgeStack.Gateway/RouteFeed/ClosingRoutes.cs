using EdgeStack.Routes;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Routes that wait with 503 for their protection, and which routes of before must wait with them.</summary>
internal sealed class ClosingRoutes
{
    // Two versions with thousands of routes for the same hosts are not compared one by one: then more waits than has to.
    private const int MostComparisons = 1_000_000;

    private readonly Route[] _closing;
    private readonly Dictionary<string, Route> _byRule = new(StringComparer.Ordinal);
    private readonly Dictionary<RouteName, Route> _byName = [];
    private readonly HostSet _hosts;
    private readonly int _lowestPriority;
    private long _comparisons;

    public ClosingRoutes(IEnumerable<Route> closing)
    {
        _closing = [.. closing];
        foreach (Route route in _closing)
        {
            _byRule.TryAdd(route.Rule.Text, route);
            if (route.HasOwnName)
                _byName.TryAdd(route.Name, route);
        }

        _hosts = new HostSet(_closing.SelectMany(route => route.Rule.RequiredHosts is { IsEmpty: false } hosts ? hosts : [new HostPattern(HostReach.Every, "")]));
        _lowestPriority = _closing.Length == 0 ? int.MaxValue : _closing.Min(route => route.Priority);
    }

    /// <summary>True when one of them is the old route itself, to everybody who looks: told twice it would be counted twice.</summary>
    public bool Replace(Route old) => _byRule.TryGetValue(old.Rule.Text, out Route? same) && same.Priority == old.Priority && same.Name == old.Name;

    /// <summary>The route that the old one would stand in for, or whose requests it would take before it; null when there is none.</summary>
    public Route? For(Route old)
    {
        if (_byRule.TryGetValue(old.Rule.Text, out Route? same) || (old.HasOwnName && _byName.TryGetValue(old.Name, out same)))
            return same;
        IReadOnlyList<HostPattern> hosts = old.Rule.RequiredHosts;
        if (old.Priority < _lowestPriority || (hosts.Count > 0 && !hosts.Any(_hosts.Overlaps)))
            return null;
        foreach (Route route in _closing)
        {
            IReadOnlyList<HostPattern> closed = route.Rule.RequiredHosts;
            _comparisons += Math.Max(1, (long)closed.Count * hosts.Count);
            if (_comparisons > MostComparisons || (old.Priority >= route.Priority && (closed.Count == 0 || hosts.Count == 0 || closed.Any(pattern => hosts.Any(pattern.Overlaps)))))
                return route;
        }

        return null;
    }
}
