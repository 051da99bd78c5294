using EdgeStack.Collector.Sources.Kubernetes.ApiServer;
using EdgeStack.Collector.Sources.Kubernetes.Kubelet;
using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Sources;

/// <summary>Which cluster is shown, and how.</summary>
internal sealed class ClusterOptions
{
    /// <summary>Null: the service account of the pod that we run in.</summary>
    public string? Kubeconfig { get; set; }

    public string? Context { get; set; }

    /// <summary>The Lease, in our namespace, by which one of several replicas speaks for the cluster; null when there is only one.</summary>
    public string? Lease { get; set; }

    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(15);

    public StateOptions State { get; } = new();

    public KubeletOptions Kubelet { get; } = new();

    public ApiServerOptions ApiServer { get; } = new();
}
