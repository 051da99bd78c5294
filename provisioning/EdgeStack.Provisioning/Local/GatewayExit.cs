using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Local;

/// <summary>How the gateway's process ended.</summary>
internal abstract record GatewayExit
{
    private GatewayExit()
    {
    }

    /// <summary>It was asked to, and did.</summary>
    internal sealed record Stopped : GatewayExit;

    /// <summary>It was asked to and did not in time, or there was no time left to give.</summary>
    internal sealed record Killed : GatewayExit;

    /// <summary>By itself.</summary>
    internal sealed record Left(int ExitCode, ImmutableArray<string> LastErrors) : GatewayExit;

    internal sealed record NotStarted(string Why) : GatewayExit;
}
