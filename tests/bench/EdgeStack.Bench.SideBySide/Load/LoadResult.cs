namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>What a load generator saw. Requests are those that were answered; of WebSockets, messages that came back.</summary>
internal sealed record LoadResult(long Requests, double PerSecond, TimeSpan P50, TimeSpan P99, long Errors);
