using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>What the server waits for: files, tables, locks of its own, and for somebody to ask it (<c>idle</c>).</summary>
internal static class WaitEvents
{
    private static readonly ColumnFamily[] Numbers =
    [
        new("COUNT_STAR", Family.Counter(PerformanceTable.Prefix + "events_waits_total", "How often the server waited, by what for.", "event_name")),
        new("SUM_TIMER_WAIT", Family.Counter(PerformanceTable.Prefix + "events_waits_seconds_total", "How long the server waited, by what for.", "event_name"), PerformanceTable.Picoseconds),
    ];

    /// <param name="most">Events that have series, two each.</param>
    public static IMariaDbPart Of(int most) =>
        new PerformanceTable("perf_schema.eventswaits", "SELECT *", "FROM performance_schema.events_waits_summary_global_by_event_name", ["event_name"], Numbers) { Most = most };
}
