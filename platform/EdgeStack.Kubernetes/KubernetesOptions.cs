namespace EdgeStack.Kubernetes;

/// <summary>Which cluster, and as whom.</summary>
public sealed record KubernetesOptions
{
    /// <summary>Path of a kubeconfig file. Null: the service account of the pod that we run in.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context inside the kubeconfig. Null: its current context. Has no meaning without <see cref="Kubeconfig"/>.</summary>
    public string? Context { get; init; }
}
