using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What the server's memory is for, as far as it is told to count it. MariaDB has the table since 10.5.</summary>
internal static class MemoryEvents
{
    private const string Used = "CURRENT_NUMBER_OF_BYTES_USED";

    private static readonly ColumnFamily[] Numbers =
    [
        new("SUM_NUMBER_OF_BYTES_ALLOC", Family.Counter(PerformanceTable.Prefix + "memory_events_alloc_bytes_total", "Memory that was taken, by what for.", "event_name")),
        new("SUM_NUMBER_OF_BYTES_FREE", Family.Counter(PerformanceTable.Prefix + "memory_events_free_bytes_total", "Memory that was given back, by what it was for.", "event_name")),
        new(Used, Family.Gauge(PerformanceTable.Prefix + "memory_events_used_bytes", "Memory that is in use, by what for.", "event_name")),
    ];

    /// <param name="most">Uses that have series, three each.</param>
    public static IMariaDbPart Of(int most) => new PerformanceTable(
        "perf_schema.memory_events",
        // Every name begins with it, and mysqld_exporter leaves it away.
        "SELECT IF(EVENT_NAME LIKE 'memory/%', SUBSTRING(EVENT_NAME, 8), EVENT_NAME) AS event_name, memory.*",
        "FROM performance_schema.memory_summary_global_by_event_name AS memory WHERE COUNT_ALLOC > 0",
        ["event_name"],
        Numbers)
    { Most = most, Cost = Used };
}
