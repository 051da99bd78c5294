namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Which object of a kind; empty namespace for objects that have none.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>As they stand on the page.</summary>
    public static IComparer<ObjectKey> Order { get; } = Comparer<ObjectKey>.Create(static (one, other) =>
        string.CompareOrdinal(one.Namespace, other.Namespace) is not 0 and var spaces ? spaces : string.CompareOrdinal(one.Name, other.Name));
}
