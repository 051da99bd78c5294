namespace EdgeStack.Kubernetes;

/// <summary>What became of asking for one Secret.</summary>
public abstract record SecretAnswer
{
    private SecretAnswer()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Found(Secret Secret) : SecretAnswer;

    /// <summary>The API server says that there is none of this name.</summary>
    public sealed record Absent : SecretAnswer;

    /// <summary>The API server did not say; <see cref="WatchFaultReason.Forbidden"/> is a role that is missing.</summary>
    public sealed record Failed(WatchFault Fault) : SecretAnswer;
}
