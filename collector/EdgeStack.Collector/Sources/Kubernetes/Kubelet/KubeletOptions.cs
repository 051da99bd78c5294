namespace EdgeStack.Collector.Sources.Kubernetes.Kubelet;

/// <summary>How kubelets are asked.</summary>
internal sealed class KubeletOptions
{
    /// <summary>
    /// Whether a kubelet's certificate must be signed by the cluster's authority and name the node's address, as k3s makes it. Without, our token goes to whoever answers there.
    /// </summary>
    public bool VerifyCertificates { get; set; } = true;

    /// <summary>For each page of each kubelet.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A page that is longer is left unread from there on.</summary>
    public int MaximumPageBytes { get; set; } = 64 * 1024 * 1024;
}
