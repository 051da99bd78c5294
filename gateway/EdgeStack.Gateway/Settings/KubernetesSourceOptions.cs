namespace EdgeStack.Gateway.Settings;

/// <summary>Which cluster and which namespaces to read routes from.</summary>
internal sealed class KubernetesSourceOptions
{
    /// <summary>Path of a kubeconfig; null means the service account of the pod.</summary>
    public string? Kubeconfig { get; set; }

    public string? Context { get; set; }

    /// <summary>Namespaces to watch; empty means the own one.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>Whether Events are written about objects whose routes have problems.</summary>
    public bool Events { get; set; } = true;
}
