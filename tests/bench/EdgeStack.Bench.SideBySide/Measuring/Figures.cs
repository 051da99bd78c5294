namespace EdgeStack.Bench.SideBySide.Measuring;

/// <summary>One contestant in one scenario and one round.</summary>
internal sealed record Figures
{
    public required TimeSpan Start { get; init; }

    public required long IdleBytes { get; init; }

    public required long PeakBytes { get; init; }

    /// <summary>User and system time of the proxy's processes for each request or message, in microseconds.</summary>
    public required double CpuMicroseconds { get; init; }

    public required double PerSecond { get; init; }

    public required TimeSpan P50 { get; init; }

    public required TimeSpan P99 { get; init; }

    /// <summary>Answers other than 2xx, and connections that broke.</summary>
    public required long Errors { get; init; }
}
