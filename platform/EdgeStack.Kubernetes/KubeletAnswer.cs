namespace EdgeStack.Kubernetes;

/// <summary>What became of asking a kubelet.</summary>
public abstract record KubeletAnswer
{
    private KubeletAnswer()
    {
    }

    /// <summary>Its answer was read to where the reader wanted.</summary>
    public sealed record Read : KubeletAnswer;

    /// <summary>It did not answer, or broke off; what was read before is with the reader.</summary>
    public sealed record Failed(WatchFault Fault) : KubeletAnswer;
}
