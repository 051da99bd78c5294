namespace EdgeStack.Kubernetes;

/// <summary>A Lease of <c>coordination.k8s.io/v1</c>: who of several may do what only one is to do.</summary>
public sealed record Lease
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Who holds it; empty when nobody does.</summary>
    public required string Holder { get; init; }

    /// <summary>For how long it counts after it was renewed. Whole seconds, at least one.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>When its holder got it, by that one's clock.</summary>
    public DateTimeOffset? Acquired { get; init; }

    /// <summary>When its holder renewed it, by that one's clock: clocks of others say nothing about it, so whoever waits measures how long it stays the same.</summary>
    public DateTimeOffset? Renewed { get; init; }

    /// <summary>How often it changed hands.</summary>
    public int Transitions { get; init; }

    /// <summary>The object's resourceVersion; empty for one that is to be made.</summary>
    public string Version { get; init; } = "";
}
