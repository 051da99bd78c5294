using System.Collections.Immutable;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Table;

/// <summary>Hosts of which routes take every request: those for whose rule the host alone is enough.</summary>
/// <param name="capacity">About how many there will be.</param>
internal sealed class TakenHosts(int capacity)
{
    // The first route in order for each pattern.
    private readonly Dictionary<HostPattern, Route> _byPattern = new(capacity);
    private bool _hasWildcards;

    /// <summary>Routes are added in the order in which they are tried.</summary>
    public void Add(Route route)
    {
        foreach (HostPattern pattern in Enough(route.Rule))
        {
            _byPattern.TryAdd(pattern, route);
            _hasWildcards |= pattern.Reach != HostReach.Exact;
        }
    }

    /// <summary>The routes that take every request that one which requires these hosts could get; empty when it may get one.</summary>
    public ImmutableArray<Route> By(ImmutableArray<HostPattern> hosts)
    {
        if (_byPattern.Count == 0)
            return [];
        if (_hasWildcards && _byPattern.TryGetValue(new HostPattern(HostReach.Every, ""), out Route? ofAll))
            return [ofAll];
        // Nearly every route has one host.
        if (hosts is [var only])
            return By(only) is { } one ? [one] : [];
        HashSet<Route> routes = new(ReferenceEqualityComparer.Instance);
        foreach (HostPattern pattern in hosts)
        {
            if (By(pattern) is not { } taking)
                return [];
            routes.Add(taking);
        }

        return [.. routes];
    }

    private Route? By(HostPattern pattern)
    {
        if (_byPattern.TryGetValue(pattern, out Route? taking))
            return taking;
        if (!_hasWildcards)
            return null;
        bool isParent = pattern.Reach == HostReach.Exact;
        if (pattern.Reach == HostReach.OneLabel && _byPattern.TryGetValue(pattern with { Reach = HostReach.AnyDepth }, out taking))
            return taking;
        for (int dot = pattern.Name.IndexOf('.'); dot >= 0; dot = pattern.Name.IndexOf('.', dot + 1))
        {
            string above = pattern.Name[(dot + 1)..];
            if ((isParent && _byPattern.TryGetValue(new HostPattern(HostReach.OneLabel, above), out taking)) || _byPattern.TryGetValue(new HostPattern(HostReach.AnyDepth, above), out taking))
                return taking;
            isParent = false;
        }

        return null;
    }

    private static ImmutableArray<HostPattern> Enough(RuleNode rule) => rule switch
    {
        RuleNode.Hosts hosts => hosts.Patterns,
        RuleNode.Any any => [.. any.Parts.SelectMany(part => Enough(part))],
        _ => [],
    };
}
