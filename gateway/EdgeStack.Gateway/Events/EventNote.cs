using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway.Events;

/// <summary>Something to say about an object: one Event, however often it is said.</summary>
internal sealed record EventNote(ObjectReference About, string Name, bool IsWarning, string Reason, string Message)
{
    /// <summary>How often it was said before; 0 when that is not known.</summary>
    public int Count { get; init; }
}
