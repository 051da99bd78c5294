using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>What a person's sentence about the tunnel is made of.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TunnelView
{
    public required TunnelMode Mode { get; init; }

    public required TunnelRun? Run { get; init; }

    public required int Expected { get; init; }

    public required bool IsEnding { get; init; }

    public required bool HasEnded { get; init; }

    public required string? Misconfigured { get; init; }

    public required Moment? StartAt { get; init; }

    public required QuickRefusal Refusal { get; init; }

    public required bool EndsAllTheTime { get; init; }

    public required string? LastLine { get; init; }

    public required bool UsesHttp2 { get; init; }

    public required (bool Edge, bool Internet, Moment Since)? Reach { get; init; }

    public required ImmutableArray<AstrayRule> Astray { get; init; }
}
