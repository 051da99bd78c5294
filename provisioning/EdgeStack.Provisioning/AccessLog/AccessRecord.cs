namespace EdgeStack.Provisioning.AccessLog;

/// <summary>What is shown of a line of the gateway's access log; every field may be missing.</summary>
internal sealed record AccessRecord
{
    public DateTimeOffset? Time { get; init; }

    public string? Route { get; init; }

    public string? Host { get; init; }

    public string? Method { get; init; }

    public string? Path { get; init; }

    public int? Status { get; init; }

    /// <summary>Seconds.</summary>
    public double? Duration { get; init; }

    public string? Error { get; init; }
}
