using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>Reads, writes and other uses of files, by what the files are for.</summary>
internal static class FileEvents
{
    private static readonly string[] Labels = ["event_name", "mode"];

    private static readonly Family Bytes = Family.Counter(PerformanceTable.Prefix + "file_events_bytes_total", "How much: bytes of files of a kind were read or written, by mode.", [.. Labels]);

    private static readonly ColumnFamily[] Numbers =
    [
        .. PerformanceTable.Operations("file_events", "files of a kind were used, by mode", Labels, ("read", "READ"), ("write", "WRITE"), ("misc", "MISC")),
        new("SUM_NUMBER_OF_BYTES_READ", Bytes, Operation: "read"),
        new("SUM_NUMBER_OF_BYTES_WRITE", Bytes, Operation: "write"),
    ];

    /// <param name="most">Kinds of files that have series, eight each.</param>
    public static IMariaDbPart Of(int most) =>
        new PerformanceTable("perf_schema.file_events", "SELECT *", "FROM performance_schema.file_summary_by_event_name", ["event_name"], Numbers) { Most = most };
}
