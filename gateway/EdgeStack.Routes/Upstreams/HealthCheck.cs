namespace EdgeStack.Routes.Upstreams;

/// <summary>How endpoints are asked whether they are well.</summary>
/// <param name="Path">What is asked for, with its query.</param>
public sealed record HealthCheck(string Path)
{
    /// <summary>From the beginning of one question to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The Host of the question; null for the endpoint's own address.</summary>
    public string? HostName { get; init; }
}
