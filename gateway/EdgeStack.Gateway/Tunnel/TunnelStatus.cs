using System.Collections.Immutable;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>How the tunnel is, for whoever asks: metrics, the admin API.</summary>
internal sealed record TunnelStatus
{
    public static readonly TunnelStatus Off = new() { Sentence = "No tunnel is wanted (setting tunnel.mode)" };

    public TunnelMode Mode { get; init; }

    public TunnelState State { get; init; }

    /// <summary>What is wrong and what to do, or that all is well: one sentence for a person.</summary>
    public required string Sentence { get; init; }

    /// <summary>Null until cloudflared has said it.</summary>
    public CloudflaredVersion? Version { get; init; }

    /// <summary>0 when none of ours runs.</summary>
    public int ProcessId { get; init; }

    /// <summary>Connections to the edge that stand.</summary>
    public int Connections { get; init; }

    /// <summary>How many there should be.</summary>
    public int Expected { get; init; }

    public ImmutableArray<TunnelSlot> Slots { get; init; } = [];

    /// <summary>The name of a free tunnel.</summary>
    public string? PublicHost { get; init; }

    public Uri? Metrics { get; init; }

    public ImmutableSortedDictionary<RestartReason, int> Restarts { get; init; } = ImmutableSortedDictionary<RestartReason, int>.Empty;

    public ImmutableArray<TunnelPrecheck> Prechecks { get; init; } = [];

    /// <summary>Rules of a remote configuration that lead elsewhere.</summary>
    public ImmutableArray<AstrayRule> Astray { get; init; } = [];

    /// <summary>When it is tried again; null while it runs.</summary>
    public DateTimeOffset? NextStart { get; init; }

    public bool IsWorking => State is TunnelState.Ready or TunnelState.Degraded;
}
