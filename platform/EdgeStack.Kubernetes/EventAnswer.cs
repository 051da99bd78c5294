namespace EdgeStack.Kubernetes;

/// <summary>What became of writing an Event.</summary>
public abstract record EventAnswer
{
    private EventAnswer()
    {
    }

    /// <param name="Count">How often it has been said by now, as far as the API server tells.</param>
    public sealed record Written(int Count) : EventAnswer;

    /// <param name="Fault">Why it was not written.</param>
    /// <param name="RetryAfter">How long the server asks us to wait.</param>
    public sealed record Failed(WatchFault Fault, TimeSpan? RetryAfter) : EventAnswer;
}
