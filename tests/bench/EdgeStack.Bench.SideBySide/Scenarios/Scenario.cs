using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>One way of using a proxy.</summary>
internal sealed record Scenario
{
    /// <summary>As <c>--only</c> takes it.</summary>
    public required string Name { get; init; }

    /// <summary>As its table is headed.</summary>
    public required string Title { get; init; }

    public int Hosts { get; init; } = 10;

    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "request";

    /// <summary>True when the proxy stands in front of the WebSocket echo instead of nginx.</summary>
    public bool BeforeEcho { get; init; }

    /// <summary>The same again as what is measured, or another load whose result says how hard to press.</summary>
    public required Func<Site, TimeSpan, CancellationToken, Task<LoadResult>> WarmUpAsync { get; init; }

    /// <summary>The load that is measured; it gets what the warm-up saw.</summary>
    public required Func<Site, TimeSpan, LoadResult, CancellationToken, Task<LoadResult>> LoadAsync { get; init; }
}
