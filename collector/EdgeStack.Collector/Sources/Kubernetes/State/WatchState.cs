namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>What the knowledge of a kind of object is worth.</summary>
/// <param name="Objects">How many are known.</param>
/// <param name="Listed">False until the first complete list.</param>
/// <param name="Age">How long nothing is heard any more; zero while the watch is up.</param>
/// <param name="Fault">Why the watch is down; null while it is up, or before the first answer.</param>
internal sealed record WatchState(int Objects, bool Listed, TimeSpan Age, string? Fault)
{
    /// <summary>The cluster has no such kind, which is no fault.</summary>
    public bool NotServed { get; init; }

    /// <summary>Objects that exist and cannot be read.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}
