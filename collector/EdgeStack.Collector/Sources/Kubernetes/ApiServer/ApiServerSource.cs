using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.ApiServer;

/// <summary>
/// The API server's own metrics, under the job and the instance that Prometheus would give them, by which dashboards choose and which keep its process apart from others of the page. Where
/// several servers share an address, the one that answers is shown.
/// </summary>
internal sealed class ApiServerSource(KubernetesApi api, ClusterLease lease, ApiServerOptions options, TimeSpan every) : IMetricSource
{
    /// <summary>As kube-prometheus calls it.</summary>
    public const string Job = "apiserver";

    private static readonly Family
        Up = Family.Gauge("up", "1 when the target's metrics were read, 0 when it does not answer.", KnownShapes.Job, KnownShapes.Instance),
        Length = Family.Gauge("edgestack_kubernetes_apiserver_page_bytes", "Bytes of the API server's page of metrics that were read.", KnownShapes.Instance),
        Wrong = Family.Gauge("edgestack_kubernetes_apiserver_unreadable_lines", "Lines of the API server's page that should be shown and could not be read.", KnownShapes.Instance);

    private readonly KnownTexts _texts = new();
    private readonly KnownShapes _shapes = new();

    // Who answered last: one that is away does not say who it is.
    private string _instance = api.Server.Authority;

    public string Name => "apiserver";

    public ScrapePage Page => ScrapePage.Kubernetes;

    public TimeSpan Every { get; } = every > options.AtMostEvery ? every : options.AtMostEvery;

    public TimeSpan Timeout => options.Timeout + TimeSpan.FromSeconds(1);

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        if (lease.Refusal is { } refusal)
            return refusal;
        PageReading? reading = null;
        string? limit = null;
        ServerPageAnswer answer = await api.ReadServerPageAsync(ApiServerPage.Path, options.Timeout, async (instance, body, stopping) =>
        {
            _instance = instance;
            reading = new PageReading(new ApiServerFilter(samples, _texts, _shapes, Job, instance), new Lock());
            try
            {
                await reading.ReadAsync(body, options, stopping);
            }
            catch (PageLimitException reached)
            {
                limit = reached.Message;
            }

            return limit is null;
        }, cancellation);
        _texts.Next();
        _shapes.Next();
        if (answer is ServerPageAnswer.OfAnother other)
        {
            // A counter under another server's name would look like a burst of requests.
            samples.Begin();
            return new SourceOutcome.Failed($"another API server, {other.Address}, answered while {_instance} was read");
        }

        WatchFault? fault = (answer as ServerPageAnswer.Failed)?.Fault;
        if (fault is null || !Answers(fault.Reason))
            samples.Add(Up, fault is null ? 1 : 0, Job, _instance);
        if (reading is not null)
        {
            samples.Add(Length, reading.Length, _instance);
            samples.Add(Wrong, reading.Wrong, _instance);
        }

        if (fault is not null)
            return new SourceOutcome.Failed(Sentence(fault));
        return limit is null ? SourceOutcome.Ok : new SourceOutcome.Failed($"the rest of the API server's page is not shown: {limit}");
    }

    // It is there, and does not show its page to us: whether it works is not known.
    private static bool Answers(WatchFaultReason reason) =>
        reason is WatchFaultReason.Forbidden or WatchFaultReason.Unauthorized or WatchFaultReason.NotServed or WatchFaultReason.Rejected or WatchFaultReason.Throttled;

    private static string Sentence(WatchFault fault) =>
        fault.Reason == WatchFaultReason.Forbidden ? $"{fault.Message} Or do without its metrics: kubernetes.apiServer: false." : fault.Message;
}
