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

    /// <summary>A page that is longer is left unread from there on, which is a problem of that page.</summary>
    public int MaximumPageBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The same for a page of which more than so many samples are shown: a node with 110 pods, which is what Kubernetes allows, has some 9,000.</summary>
    public int MaximumSamples { get; set; } = 20_000;

    /// <summary>The same for a page of which more than so many bytes are shown: of what is shown all labels stay in memory.</summary>
    public int MaximumShownBytes { get; set; } = 6 * 1024 * 1024;

    /// <summary>The same for a page with more problems, such as series that stand there twice.</summary>
    public int MaximumProblems { get; set; } = 100;
}
