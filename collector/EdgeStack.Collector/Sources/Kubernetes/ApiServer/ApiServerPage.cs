using System.Collections.Immutable;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Sources.Kubernetes.ApiServer;

/// <summary>
/// What is shown of the API server's page: of tens of thousands of series, nearly all buckets of histograms, those that dashboards ask for. None of them is taken from a kubelet's page as well,
/// which on k3s has them all again.
/// </summary>
internal static class ApiServerPage
{
    /// <summary>As in a role's <c>nonResourceURLs</c>, without the slash.</summary>
    public const string Path = "metrics";

    // Without its buckets a histogram is none; what is left, a sum and a count, is a summary without quantiles.
    private static readonly Family
        Durations = Summary("apiserver_request_duration_seconds", "How long requests took, in seconds. The API server has a histogram of that name."),
        QueueTimes = Summary("workqueue_queue_duration_seconds", "How long items waited in a queue of a controller, in seconds. The API server has a histogram of that name.");

    public static ImmutableArray<KeptSamples> All { get; } =
    [
        Counter("apiserver_request_total", "Requests that were answered."),
        new(Durations, "_sum"),
        new(Durations, "_count"),
        Gauge("apiserver_requested_deprecated_apis", "1 for an API that was asked for and goes away with a release of Kubernetes."),
        Gauge("apiserver_current_inflight_requests", "The most requests that were under way at once in the last second."),
        Gauge("apiserver_longrunning_gauge", "Requests that last, such as watches; its name before Kubernetes 1.23."),
        Gauge("apiserver_longrunning_requests", "Requests that last, such as watches."),
        Gauge("etcd_object_counts", "Objects that are stored; its name before Kubernetes 1.23."),
        Gauge("apiserver_storage_objects", "Objects that are stored."),
        Gauge("workqueue_depth", "Items that wait in a queue of a controller."),
        Counter("workqueue_adds_total", "Items that were put into a queue of a controller."),
        new(QueueTimes, "_sum"),
        new(QueueTimes, "_count"),
        Counter("process_cpu_seconds_total", "Processor time of the process, in seconds."),
        Gauge("process_resident_memory_bytes", "Memory of the process that is in use."),
        Gauge("process_start_time_seconds", "When the process was started, in seconds since 1970."),
        Gauge("process_open_fds", "Files and connections that the process has open."),
        Gauge("process_max_fds", "Files and connections that the process may have open."),
        Gauge("go_goroutines", "Routines that the process has."),
    ];

    private static readonly Dictionary<string, KeptSamples> ByName = All.ToDictionary(kept => kept.Name, Utf8Words.Comparer);

    /// <summary>The samples of that name; null when they are not shown.</summary>
    public static KeptSamples? Find(ReadOnlySpan<byte> name) => ByName.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out KeptSamples? kept) ? kept : null;

    private static KeptSamples Counter(string name, string help) => new(Family.Of(name, FamilyKind.Counter, help));

    private static KeptSamples Gauge(string name, string help) => new(Family.Of(name, FamilyKind.Gauge, help));

    private static Family Summary(string name, string help) => Family.Of(name, FamilyKind.Summary, help);
}
