using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>
/// What each namespace may not have. Found once for a namespace and a pattern until somebody else claims something: an object with thousands of
/// refused routes costs no more than one of them.
/// </summary>
/// <param name="claims">Who holds what; grows while routes are settled.</param>
/// <param name="isGranted">Whether the operator lets the namespace have the pattern although it meets the claimed one.</param>
internal sealed class HostRefusals(HostClaims claims, Func<string, HostPattern, HostPattern, bool> isGranted)
{
    private readonly Dictionary<(string Namespace, HostPattern Hosts), (int AsOf, HostRefusal? Refusal)> _known = [];
    private readonly HashSet<(string Namespace, HostPattern Hosts)> _answered = [];

    /// <summary>Null when the namespace may have the hosts.</summary>
    public HostRefusal? Of(string @namespace, HostPattern pattern)
    {
        // The namespace's own younger claims change nothing.
        int asOf = claims.CountOfOthers(@namespace);
        if (_known.TryGetValue((@namespace, pattern), out (int AsOf, HostRefusal? Refusal) known) && known.AsOf == asOf)
            return known.Refusal;
        HostClaim[] against = [.. claims.Against(@namespace, pattern).Where(claim => !isGranted(@namespace, pattern, claim.Hosts))];
        HostRefusal? refusal = against.Length == 0 ? null : new HostRefusal(against[0], new RuleNode.Hosts([.. against.Select(claim => claim.Hosts).Distinct()]));
        _known[(@namespace, pattern)] = (asOf, refusal);
        return refusal;
    }

    /// <summary>True for the first refused route of the namespace with the pattern: it answers 503 for what is nobody's, and one is enough.</summary>
    public bool IsFirst(string @namespace, HostPattern pattern) => _answered.Add((@namespace, pattern));
}
