using System.Globalization;
using System.Text.RegularExpressions;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What a server of a Galera cluster says in texts. Servers without one say nothing of it but the name that their cluster would have.</summary>
internal static partial class GaleraFamilies
{
    private const string Latency = "mysql_galera_evs_repl_latency_";

    private static readonly Family Status = Family.Gauge(
        "mysql_galera_status_info", "Who this server is in its Galera cluster.", "wsrep_local_state_uuid", "wsrep_cluster_state_uuid", "wsrep_provider_version");

    private static readonly Family Variables = Family.Gauge("mysql_galera_variables_info", "The Galera cluster's name.", "wsrep_cluster_name");
    private static readonly Family CacheSize = Family.Gauge("mysql_galera_gcache_size_bytes", "How much of the last changes Galera keeps for servers that come back.");

    private static readonly Family[] Latencies =
    [
        Family.Gauge(Latency + "min_seconds", "Shortest time of a message to the Galera cluster."),
        Family.Gauge(Latency + "avg_seconds", "Mean time of a message to the Galera cluster."),
        Family.Gauge(Latency + "max_seconds", "Longest time of a message to the Galera cluster."),
        Family.Gauge(Latency + "stdev", "Standard deviation of the time of a message to the Galera cluster, in seconds."),
        Family.Gauge(Latency + "sample_size", "Messages that were timed."),
    ];

    public static void AddStatus(SampleWriter samples, GaleraTexts texts)
    {
        if (texts["wsrep_local_state_uuid"].Length > 0)
            samples.Add(Status, 1, texts["wsrep_local_state_uuid"], texts["wsrep_cluster_state_uuid"], texts["wsrep_provider_version"]);
        AddLatency(samples, texts["wsrep_evs_repl_latency"]);
    }

    public static void AddVariables(SampleWriter samples, GaleraTexts texts)
    {
        if (texts["wsrep_cluster_name"].Length > 0)
            samples.Add(Variables, 1, texts["wsrep_cluster_name"]);
        if (CacheOption().Match(texts["wsrep_provider_options"]) is { Success: true } option
            && double.TryParse(option.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out double size))
        {
            samples.Add(CacheSize, size * option.Groups["unit"].Value switch { "K" => 1L << 10, "M" => 1L << 20, "G" => 1L << 30, _ => 1 });
        }
    }

    private static void AddLatency(SampleWriter samples, string text)
    {
        string[] parts = text.Split('/');
        double[] values = [.. parts.Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN)];
        if (parts.Length != Latencies.Length || !Array.TrueForAll(values, double.IsFinite))
            return;
        foreach ((Family family, double value) in Latencies.Zip(values))
            samples.Add(family, value);
    }

    [GeneratedRegex(@"(?:^|;)\s*gcache\.size\s*=\s*(?<size>[0-9]{1,18})(?<unit>[KMG]?)\s*(?:;|$)")]
    private static partial Regex CacheOption();
}
