using EdgeStack.Collector.Sources.Kubernetes.MetricPages;

namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>How kubelets are asked. A node with 110 pods, which is what Kubernetes allows, has some 9,000 samples that are shown.</summary>
internal sealed class KubeletOptions : PageLimits
{
    /// <summary>
    /// Whether a kubelet's certificate must be signed by the cluster's authority and name the node's address, as k3s makes it. Without, our token goes to whoever answers there.
    /// </summary>
    public bool VerifyCertificates { get; set; } = true;

    /// <summary>For each page of each kubelet.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
