namespace EdgeStack.Kubernetes;

/// <summary>What became of a list.</summary>
internal abstract record ListOutcome<T>
{
    public sealed record Complete(Change<T>.Listed Change, string ResourceVersion) : ListOutcome<T>;

    public sealed record Failed(Failure Failure) : ListOutcome<T>;
}
