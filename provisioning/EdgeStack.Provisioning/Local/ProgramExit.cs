using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Local;

/// <summary>How a program's process ended.</summary>
internal abstract record ProgramExit
{
    private ProgramExit()
    {
    }

    /// <summary>It was asked to, and did.</summary>
    internal sealed record Stopped : ProgramExit;

    /// <summary>It was asked to and did not in time, or there was no time left to give.</summary>
    internal sealed record Killed : ProgramExit;

    /// <summary>By itself.</summary>
    internal sealed record Left(int ExitCode, ImmutableArray<string> LastErrors) : ProgramExit;

    internal sealed record NotStarted(string Why) : ProgramExit;
}
