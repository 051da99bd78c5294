using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Collector.Sources.Kubernetes.MetricPages;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>What containers use, from the kubelet of every node, asked directly: its certificate is checked and the API server is spared.</summary>
internal sealed class KubeletSource(KubernetesApi api, ClusterState cluster, ClusterLease lease, KubeletOptions options, TimeSpan every) : IMetricSource
{
    private const int AtOnce = 4;

    // More of many nodes have the same cause.
    private const int MostNamed = 20;

    private static readonly Family
        Up = Family.Gauge("edgestack_kubernetes_kubelet_up", "Whether this page of the node's kubelet was read.", "node", "page"),
        Wrong = Family.Gauge("edgestack_kubernetes_kubelet_unreadable_lines", "Lines of this page that should be shown and could not be read.", "node", "page");

    private readonly KnownTexts _texts = new();
    private PodIndex _pods = new();
    private long _podsVersion = -1;
    private int _problems;

    public string Name => "kubelet";

    public ScrapePage Page => ScrapePage.Kubernetes;

    public TimeSpan Every => every;

    public TimeSpan Timeout => (KubeletPages.All.Length * options.Timeout) + TimeSpan.FromSeconds(1);

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        if (lease.Refusal is { } refusal)
            return refusal;
        List<(string Name, Uri? Kubelet)> nodes = [];
        WatchState known = cluster.Nodes.Table.Read(node => nodes.Add((node.Key.Name, node.Kubelet)));
        if (nodes.Count == 0)
            return new SourceOutcome.Failed(known.Fault ?? "no node is known yet");
        _problems = 0;
        PodIndex pods = Pods();
        Lock gate = new();
        int read = 0;
        string? fault = null;
        await Parallel.ForEachAsync(nodes, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (node, stopping) =>
        {
            (int pages, string? problem) = await ReadAsync(node.Name, node.Kubelet, pods, samples, gate, stopping);
            Interlocked.Add(ref read, pages);
            if (problem is not null)
                Volatile.Write(ref fault, problem);
        });
        _texts.Next();
        if (_problems > MostNamed)
            samples.Report($"{_problems - MostNamed} other pages of kubelets could not be read");
        return read == 0 && fault is not null ? new SourceOutcome.Failed(fault) : SourceOutcome.Ok;
    }

    private async Task<(int Pages, string? Problem)> ReadAsync(string node, Uri? kubelet, PodIndex pods, SampleWriter samples, Lock gate, CancellationToken cancellation)
    {
        int pages = 0;
        string? problem = kubelet is null ? $"node {node}: it has not said where its kubelet answers" : null;
        bool reachable = kubelet is not null;
        foreach (KubeletPage page in KubeletPages.All)
        {
            WatchFault? fault = null;
            if (reachable)
            {
                PageReading reading = new(new LineFilter(samples, pods, _texts, page, node), gate);
                KubeletAnswer answer = await api.ReadKubeletAsync(
                    new Uri(kubelet!, page.Path), options.VerifyCertificates, options.Timeout, (body, stopping) => reading.ReadAsync(body, options, stopping), cancellation);
                fault = (answer as KubeletAnswer.Failed)?.Fault;
                lock (gate)
                    samples.Add(Wrong, reading.Wrong, node, page.Name);
            }

            bool isUp = reachable && fault is null, isNews = fault is not null || (kubelet is null && page == KubeletPages.All[0]);
            pages += isUp ? 1 : 0;
            problem = fault is null ? problem : $"node {node}: {fault.Message}";
            // Whoever does not answer one page will not answer the next, and each would be waited for.
            reachable &= fault?.Reason is not (WatchFaultReason.Unreachable or WatchFaultReason.Tls or WatchFaultReason.TimedOut or WatchFaultReason.Unauthorized);
            lock (gate)
            {
                samples.Add(Up, isUp ? 1 : 0, node, page.Name);
                if (isNews && _problems++ < MostNamed)
                    samples.Report(problem!);
            }
        }

        return (pages, problem);
    }

    private PodIndex Pods()
    {
        if (cluster.Pods.Table.Version != _podsVersion)
        {
            _podsVersion = cluster.Pods.Table.Version;
            _pods = PodIndex.Of(cluster.Pods.Table);
        }

        return _pods;
    }
}
