using System.Collections.Immutable;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>Who holds which hosts. Claims are added from the oldest to the youngest.</summary>
internal sealed class HostClaims
{
    private readonly Dictionary<HostPattern, List<HostClaim>> _byPattern = [];
    private readonly Dictionary<string, int> _ofNamespace = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many claims other namespaces have.</summary>
    public int CountOfOthers(string @namespace) => _count - _ofNamespace.GetValueOrDefault(@namespace);

    public void Add(Route route, ImmutableArray<HostPattern> patterns)
    {
        foreach (HostPattern pattern in patterns)
        {
            if (!_byPattern.TryGetValue(pattern, out List<HostClaim>? claims))
                _byPattern.Add(pattern, claims = []);
            // A namespace's later claims to the very same hosts say nothing new.
            if (claims.Exists(claim => claim.Route.Namespace == route.Namespace))
                continue;
            claims.Add(new HostClaim(_count++, pattern, route));
            _ofNamespace[route.Namespace] = _ofNamespace.GetValueOrDefault(route.Namespace) + 1;
        }
    }

    /// <summary>
    /// Claims of other namespaces to hosts of the pattern, oldest first; without those hosts that an older claim of the namespace itself
    /// holds: of two claims to a host the older one owns it.
    /// </summary>
    public IEnumerable<HostClaim> Against(string @namespace, HostPattern pattern)
    {
        List<HostPattern> own = [];
        foreach (HostClaim claim in Overlapping(pattern).OrderBy(claim => claim.Rank))
        {
            if (claim.Route.Namespace == @namespace)
            {
                if (claim.Hosts.Covers(pattern))
                    yield break;
                own.Add(claim.Hosts);
            }
            else if (!own.Exists(hosts => hosts.Covers(claim.Hosts)))
            {
                yield return claim;
            }
        }
    }

    private IEnumerable<HostClaim> Overlapping(HostPattern pattern)
    {
        // Wildcards are few; exact hosts may be thousands and are looked up.
        if (pattern.Reach != HostReach.Exact)
            return _byPattern.Where(pair => pair.Key.Overlaps(pattern)).SelectMany(pair => pair.Value);
        return Covering(pattern).SelectMany(key => _byPattern.TryGetValue(key, out List<HostClaim>? claims) ? claims : []);
    }

    private static IEnumerable<HostPattern> Covering(HostPattern exact)
    {
        yield return exact;
        bool first = true;
        for (int dot = exact.Name.IndexOf('.'); dot >= 0; dot = exact.Name.IndexOf('.', dot + 1))
        {
            string rest = exact.Name[(dot + 1)..];
            if (first)
                yield return new HostPattern(HostReach.OneLabel, rest);
            yield return new HostPattern(HostReach.AnyDepth, rest);
            first = false;
        }
    }
}
