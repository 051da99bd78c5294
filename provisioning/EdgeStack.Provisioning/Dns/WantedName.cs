using System.Collections.Immutable;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>A name that routes want to be reached by.</summary>
/// <param name="Name">As in DNS: <c>blog.example.com</c> or <c>*.example.com</c>.</param>
/// <param name="Zone">Whose it is; null when no zone of the token covers it.</param>
/// <param name="IsCovered">Whether the zone's wildcard stands for it: it needs no record of its own, but one of somebody else's goes before the wildcard.</param>
internal sealed record WantedName(string Name, Zone? Zone, bool IsCovered = false)
{
    /// <summary>Labels below the zone; 0 for the zone itself.</summary>
    public int Depth => Zone is null ? 0 : Name.Count(letter => letter == '.') - Zone.Name.Count(letter => letter == '.');

    /// <summary>The names of these hosts, each once and in order.</summary>
    /// <param name="hosts">As routes say them: <c>*.</c> is one label, <c>**.</c> any number, <c>*</c> any host, which has no name.</param>
    /// <param name="zones">All zones that the token sees.</param>
    /// <param name="wildcard">One record for all names one level below a zone, instead of one each.</param>
    public static ImmutableArray<WantedName> Of(IEnumerable<string> hosts, IReadOnlyList<Zone> zones, bool wildcard) =>
    [
        .. hosts.Where(host => host != "*")
            .Select(host => host.StartsWith("**.", StringComparison.Ordinal) ? host[1..] : host)
            .Select(host => new WantedName(host.ToLowerInvariant(), ZoneOf(host, zones)))
            .SelectMany(wanted => wildcard ? WithWildcard(wanted) : [wanted])
            .DistinctBy(wanted => wanted.Name)
            .OrderBy(wanted => wanted.Zone is null)
            .ThenBy(wanted => wanted.Zone?.Name, StringComparer.Ordinal)
            .ThenBy(wanted => wanted.Name, StringComparer.Ordinal),
    ];

    private static WantedName[] WithWildcard(WantedName wanted)
    {
        if (wanted.Depth != 1)
            return [wanted];
        WantedName all = wanted with { Name = $"*.{wanted.Zone!.Name}" };
        return wanted.Name == all.Name ? [all] : [all, wanted with { IsCovered = true }];
    }

    // The longest: whoever has example.com and lab.example.com as zones means the second one for pi.lab.example.com. A zone can be in two
    // accounts while it moves; the one that counts is active.
    private static Zone? ZoneOf(string host, IReadOnlyList<Zone> zones) => zones
        .Where(zone => host.Equals(zone.Name, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{zone.Name}", StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(zone => zone.Name.Length)
        .ThenByDescending(zone => zone.IsActive)
        .FirstOrDefault();
}
