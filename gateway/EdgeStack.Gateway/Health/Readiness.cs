using EdgeStack.Gateway.RouteFeed;

namespace EdgeStack.Gateway.Health;

/// <summary>Whether visitors should be sent here: every source has been read, and we are not on our way out.</summary>
internal sealed class Readiness(SourceHealth sources, IHostApplicationLifetime lifetime)
{
    public bool IsReady => WhyNot is null;

    /// <summary>A sentence, or null when ready. A source that is away later on does not count: its last known routes serve.</summary>
    public string? WhyNot =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "shutting down"
        : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting"
        : sources.AllComplete ? null
        : string.Join("; ", sources.Sources.Where(source => !source.Complete).Select(source => $"{source.Name} has not been read yet{(source.Fault is null ? "" : $": {source.Fault}")}"));
}
