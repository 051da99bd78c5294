using System.Net;

namespace EdgeStack.Kubernetes;

/// <summary>A request or a stream that failed.</summary>
/// <param name="Fault">What the consumer is told.</param>
/// <param name="Status">What the server answered, when it answered.</param>
/// <param name="RetryAfter">How long the server asks us to wait.</param>
internal sealed record Failure(WatchFault Fault, HttpStatusCode? Status = null, TimeSpan? RetryAfter = null)
{
    /// <summary>A resourceVersion or continue token is too old: list anew.</summary>
    public bool Expired => Status == HttpStatusCode.Gone;
}
