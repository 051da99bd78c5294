using System.Collections.Immutable;
using EdgeStack.Provisioning.Cloudflare;

namespace EdgeStack.Provisioning.Dns;

/// <summary>Reads zones and records, and plans with them.</summary>
/// <param name="api">Cloudflare's.</param>
/// <param name="warn">Told what could not be looked at.</param>
internal sealed class DnsReading(CloudflareApi api, Action<string> warn)
{
    /// <exception cref="CloudflareFault">A call came to nothing.</exception>
    public async Task<DnsPlan> PlanAsync(IEnumerable<string> hosts, RecordOwnership ownership, DnsWishes wishes, CancellationToken stop)
    {
        ImmutableArray<Zone> zones = await api.ListZonesAsync(stop);
        ImmutableArray<WantedName> wanted = WantedName.Of(hosts, zones, wishes.Wildcard);
        HashSet<string> concerned = [.. wanted.Where(name => name.Zone is not null).Select(name => name.Zone!.Id)];
        Dictionary<string, ImmutableArray<DnsRecord>> records = [];
        List<Zone> read = [];
        foreach (Zone zone in zones)
        {
            try
            {
                records[zone.Id] = await api.ListRecordsAsync(zone.Id, stop);
                read.Add(zone);
            }
            catch (CloudflareFault fault) when (!fault.IsUnreachable && !concerned.Contains(zone.Id))
            {
                warn($"the records of {zone.Name} were not looked at: {fault.Message}");
            }
        }

        return DnsPlan.Of(wanted, records, read, ownership, wishes);
    }
}
