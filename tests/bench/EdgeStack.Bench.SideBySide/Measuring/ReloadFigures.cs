namespace EdgeStack.Bench.SideBySide.Measuring;

/// <summary>Edits of routes under load.</summary>
internal sealed record ReloadFigures
{
    public required ReloadLoad Load { get; init; }

    public required int Routes { get; init; }

    public required int Edits { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>Of the gateway, for all that it did meanwhile.</summary>
    public required TimeSpan CpuPerEdit { get; init; }

    /// <summary>From before the file is written to the first 200 of the host that it brings.</summary>
    public required TimeSpan EffectP50 { get; init; }

    public required TimeSpan EffectP99 { get; init; }

    public required TimeSpan EffectMost { get; init; }

    /// <summary>Edits whose host was not served within ten seconds.</summary>
    public required int WithoutEffect { get; init; }

    public required long Requests { get; init; }

    public required long FailedRequests { get; init; }

    public required int WebSockets { get; init; }

    public required int DroppedWebSockets { get; init; }

    public required long PeakBytes { get; init; }
}
