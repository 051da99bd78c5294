namespace EdgeStack.Kubernetes;

/// <summary>What became of asking the API server for a page.</summary>
public abstract record ServerPageAnswer
{
    private ServerPageAnswer()
    {
    }

    /// <summary>All that was read came from the server whose address the reader was told.</summary>
    public sealed record Read : ServerPageAnswer;

    /// <summary>It did not answer, or broke off; what was read before is with the reader.</summary>
    public sealed record Failed(WatchFault Fault) : ServerPageAnswer;

    /// <summary>The connection was made anew meanwhile, and another server answers: nobody knows whose the page was.</summary>
    public sealed record OfAnother(string Address) : ServerPageAnswer;
}
