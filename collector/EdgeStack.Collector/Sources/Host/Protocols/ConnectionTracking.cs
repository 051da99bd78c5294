using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>
/// The firewall's table of connections, of /proc/sys/net/netfilter and /proc/net/stat/nf_conntrack. Below /proc/sys/net everybody sees the own network: in a pod this is the
/// machine's only with <c>hostNetwork</c>.
/// </summary>
internal sealed class ConnectionTracking : IHostReading
{
    private static readonly Family Entries = Family.Gauge("node_nf_conntrack_entries", "Connections in the firewall's table.");
    private static readonly Family Limit = Family.Gauge("node_nf_conntrack_entries_limit", "How many connections the firewall's table takes.");

    // Counters, but known as gauges.
    private static readonly Dictionary<string, Family> Statistics = new()
    {
        ["found"] = Family.Gauge("node_nf_conntrack_stat_found", "Look-ups that found a connection."),
        ["invalid"] = Family.Gauge("node_nf_conntrack_stat_invalid", "Packets that belong to nothing that can be tracked."),
        ["ignore"] = Family.Gauge("node_nf_conntrack_stat_ignore", "Packets that were not tracked since they are already."),
        ["insert"] = Family.Gauge("node_nf_conntrack_stat_insert", "Connections that came into the table."),
        ["insert_failed"] = Family.Gauge("node_nf_conntrack_stat_insert_failed", "Connections that did not get into the table since they were there already."),
        ["drop"] = Family.Gauge("node_nf_conntrack_stat_drop", "Packets that were dropped since their connection got no entry."),
        ["early_drop"] = Family.Gauge("node_nf_conntrack_stat_early_drop", "Entries that were dropped for new ones since the table was full."),
        ["search_restart"] = Family.Gauge("node_nf_conntrack_stat_search_restart", "Look-ups that began again since the table changed its size."),
    };

    public string Name => "conntrack";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        if (KernelFile.ReadNumber(roots.InProc("sys/net/netfilter/nf_conntrack_count"), samples) is not { } entries)
            return new SourceOutcome.Absent("no connections are tracked: the module nf_conntrack is not loaded");
        samples.Add(Entries, entries);
        if (KernelFile.ReadNumber(roots.InProc("sys/net/netfilter/nf_conntrack_max"), samples) is { } limit)
            samples.Add(Limit, limit);
        string path = roots.InProcNet("stat/nf_conntrack");
        if (KernelFile.Read(path) is { } text)
            AddStatistics(path, text, samples);
        return SourceOutcome.Ok;
    }

    /// <summary>A heading, then a line of hexadecimal numbers for every processor.</summary>
    private static void AddStatistics(string path, string text, SampleWriter samples)
    {
        string[][] rows = [.. KernelText.Rows(text)];
        if (rows.Length < 2)
            return;
        foreach ((int column, string name) in rows[0].Index())
        {
            if (!Statistics.TryGetValue(name, out Family? family))
                continue;
            double sum = 0;
            if (rows.Skip(1).All(row => column < row.Length && KernelText.TryHex(row[column], out double count) && (sum += count) >= 0))
                samples.Add(family, sum);
            else
                samples.Report($"{path}: {name} is not a number for every processor");
        }
    }
}
