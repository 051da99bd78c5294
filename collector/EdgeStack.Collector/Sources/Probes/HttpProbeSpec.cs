using System.Collections.Immutable;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>What is asked for, and what answers are right.</summary>
/// <param name="Url">What is asked for.</param>
internal sealed record HttpProbeSpec(Uri Url)
{
    /// <summary>The host to ask for, when it is not the one of the URL.</summary>
    public string? HostHeader { get; init; }

    public string? CaFile { get; init; }

    public int Redirects { get; init; }

    public string? Contains { get; init; }

    /// <summary>Statuses that are right; none means 200 to 299.</summary>
    public ImmutableArray<int> Status { get; init; } = [];

    /// <summary>Whether everything is right but what says that somebody on the way, or the service, is broken.</summary>
    public bool IsAlive { get; init; }

    public bool IsRight(int status) => IsAlive ? status < 500 : Status.IsEmpty ? status is >= 200 and < 300 : Status.Contains(status);
}
