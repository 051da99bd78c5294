namespace EdgeStack.Kubernetes;

/// <summary>What became of reading or writing a Lease.</summary>
public abstract record LeaseAnswer
{
    private LeaseAnswer()
    {
    }

    /// <summary>It is so now.</summary>
    public sealed record Found(Lease Lease) : LeaseAnswer;

    /// <summary>There is none of that name.</summary>
    public sealed record Absent : LeaseAnswer;

    /// <summary>Somebody else wrote it since it was read: read it again.</summary>
    public sealed record Conflict : LeaseAnswer;

    public sealed record Failed(WatchFault Fault) : LeaseAnswer;
}
