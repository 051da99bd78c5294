namespace EdgeStack.Kubernetes;

/// <summary>There is no usable way into a cluster, or a single question to the API server stayed without an answer.</summary>
public sealed class KubernetesApiException : Exception
{
    internal KubernetesApiException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    internal KubernetesApiException(WatchFault fault)
        : base(fault.Message) => Fault = fault;

    /// <summary>What went wrong between us and the API server; null when the configuration itself cannot be used.</summary>
    public WatchFault? Fault { get; }
}
