using System.Collections.Immutable;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>What is to be done so that the names of the routes lead to the tunnel. Pure: it is made of what was read, and changes nothing.</summary>
/// <param name="Changes">One for each name, then what is stale.</param>
internal sealed record DnsPlan(ImmutableArray<DnsChange> Changes)
{
    public bool HasConflicts => Changes.Any(change => change is DnsChange.Conflict);

    /// <param name="wanted">Names that routes want.</param>
    /// <param name="records">All records of all zones that could be read, by the zone's number.</param>
    /// <param name="zones">Those zones.</param>
    /// <param name="ownership">Which records are ours.</param>
    /// <param name="wishes">What the owner has asked for beyond creating.</param>
    public static DnsPlan Of(
        ImmutableArray<WantedName> wanted,
        IReadOnlyDictionary<string, ImmutableArray<DnsRecord>> records,
        IReadOnlyList<Zone> zones,
        RecordOwnership ownership,
        DnsWishes wishes)
    {
        ImmutableArray<DnsChange>.Builder changes = ImmutableArray.CreateBuilder<DnsChange>();
        WantedName[] all = [.. wanted.Select(name => wishes.TakeOver.Contains(name.Name) ? name with { IsCovered = false } : name)];
        foreach (WantedName name in all)
        {
            if (name.Zone is not { } zone)
                changes.Add(new DnsChange.NoZone(name.Name));
            else if (For(name, zone, At(records[zone.Id], name.Name), ownership, wishes) is var change && !(name.IsCovered && change is DnsChange.Create or DnsChange.Keep or DnsChange.Update))
                changes.Add(change);
        }

        // One of ours that the wildcard stands for now is stale.
        HashSet<string> names = [.. all.Where(name => !name.IsCovered).Select(name => name.Name)];
        foreach (Zone zone in zones)
            foreach (DnsRecord record in records[zone.Id].Where(record => ownership.IsOurs(record) && !names.Contains(record.Name.TrimEnd('.').ToLowerInvariant())))
                changes.Add(new DnsChange.Stale(record.Name, zone, record, IsPruned: false));
        return new DnsPlan(changes.ToImmutable());
    }

    /// <summary>The same plan, in which stale records are deleted as far as that is wanted.</summary>
    public DnsPlan Pruning(Func<DnsChange.Stale, bool> isWanted) =>
        new([.. Changes.Select(change => change is DnsChange.Stale stale && isWanted(stale) ? stale with { IsPruned = true } : change)]);

    private static DnsChange For(WantedName name, Zone zone, ImmutableArray<DnsRecord> there, RecordOwnership ownership, DnsWishes wishes)
    {
        string? note = Note(name, zone);
        switch (there)
        {
            case []:
                return new DnsChange.Create(name.Name, zone, note);
            case [var record] when ownership.IsOurs(record):
                return record.Proxied == true ? new DnsChange.Keep(name.Name, zone, note) : new DnsChange.Update(name.Name, zone, record, "was not proxied, and only Cloudflare's edge reaches a tunnel");
        }

        if (wishes.TakeOver.Contains(name.Name))
            return new DnsChange.TakeOver(name.Name, zone, there, $"replaces {string.Join(", ", there.Select(Described))}");
        string how = $"`edgestack dns apply --take-over '{name.Name}'` replaces it";
        return new DnsChange.Conflict(name.Name, zone, there, there is [var own] && ownership.LeadsToUs(own)
            ? $"leads to this tunnel but was not made by edgestack; {how}"
            : $"there is {string.Join(", ", there.Select(Described))}, not made by edgestack; {how}");
    }

    private static string? Note(WantedName name, Zone zone) =>
        !zone.IsActive ? $"the zone {zone.Name} is {zone.Status}: its name servers are not Cloudflare's yet"
        : name.Depth >= 2 ? $"two levels below {zone.Name}: Cloudflare's free certificate covers only one, so browsers will refuse it"
        : null;

    private static ImmutableArray<DnsRecord> At(ImmutableArray<DnsRecord> records, string name) =>
        [.. records.Where(record => record.IsInTheWayOfCname && record.Name.TrimEnd('.').Equals(name, StringComparison.OrdinalIgnoreCase))];

    private static string Described(DnsRecord record) => $"{record.Type} {record.Content}";
}
