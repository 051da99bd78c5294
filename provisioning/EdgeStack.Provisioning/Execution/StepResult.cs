using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Execution;

/// <summary>What came of a step.</summary>
internal abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>Nothing was different.</summary>
    internal sealed record Same : StepResult;

    /// <summary>Done, and found to be done.</summary>
    /// <param name="Left">What of it this host is not able to; null when nothing is left.</param>
    internal sealed record Done(string? Left = null) : StepResult;

    /// <summary>This host lacks what it takes.</summary>
    internal sealed record Unsupported(string Why) : StepResult;

    /// <summary>Something went wrong.</summary>
    /// <param name="Code">Which kind of fault.</param>
    /// <param name="Cause">A sentence without its subject.</param>
    /// <param name="Log">The last lines that programs said; may be empty.</param>
    /// <param name="Fix">What to do.</param>
    /// <param name="IsUnverified">It was done, but the node is still different.</param>
    internal sealed record Failed(FaultCode Code, string Cause, string Log, string Fix, bool IsUnverified = false) : StepResult;

    /// <summary>Not begun, because something before it failed.</summary>
    internal sealed record Skipped(string Why) : StepResult;
}
