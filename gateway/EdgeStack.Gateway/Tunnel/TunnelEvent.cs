using System.Collections.Immutable;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What can happen to a tunnel.</summary>
internal abstract record TunnelEvent
{
    private TunnelEvent()
    {
    }

    /// <summary>The gateway serves: visitors may come.</summary>
    internal sealed record Begun : TunnelEvent;

    /// <summary>Time has passed.</summary>
    internal sealed record Looked : TunnelEvent;

    /// <summary>cloudflared runs, or, in mode external, is watched.</summary>
    /// <param name="ProcessId">0 when it is not ours.</param>
    /// <param name="Version">Null when it did not say.</param>
    /// <param name="Metrics">Its address, when it is known beforehand.</param>
    internal sealed record Started(int ProcessId, CloudflaredVersion? Version, Uri? Metrics = null) : TunnelEvent;

    /// <summary>It could not be started, and will not be until something changes.</summary>
    /// <param name="Why">What is wrong, and what to do.</param>
    internal sealed record NotStarted(string Why) : TunnelEvent;

    internal sealed record Said(TunnelFact Fact) : TunnelEvent;

    /// <summary>The process ended.</summary>
    /// <param name="Code">Its exit code; above 128 the signal that ended it, plus 128.</param>
    /// <param name="LastLine">The last thing it said.</param>
    internal sealed record Exited(int Code, string? LastLine) : TunnelEvent;

    /// <summary><c>/ready</c> was asked.</summary>
    /// <param name="Connections">How many connections to the edge stand; null when nothing answered.</param>
    internal sealed record Polled(int? Connections) : TunnelEvent;

    /// <summary>We have tried the network ourselves.</summary>
    /// <param name="Edge">Whether Cloudflare's edge takes a connection over TCP.</param>
    /// <param name="Internet">Whether anything on the internet does.</param>
    internal sealed record Dialed(bool Edge, bool Internet) : TunnelEvent;

    /// <summary><c>/quicktunnel</c> has answered with a name.</summary>
    internal sealed record QuickName(string Host) : TunnelEvent;

    /// <summary><c>/config</c> has answered.</summary>
    /// <param name="Astray">Rules that lead elsewhere than to us.</param>
    internal sealed record Rules(ImmutableArray<AstrayRule> Astray) : TunnelEvent;

    /// <summary>The files that were wrong are other ones now.</summary>
    internal sealed record InputsChanged : TunnelEvent;

    /// <summary>The gateway is told to stop.</summary>
    internal sealed record Ending : TunnelEvent;
}
