using System.Collections.Concurrent;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>How the sources do: known as a whole or not yet, reachable or not.</summary>
internal sealed class SourceHealth(IEnumerable<IRouteSource> sources, RouteMetrics metrics)
{
    private readonly ConcurrentDictionary<string, bool> _complete = new(sources.ToDictionary(source => source.Name, _ => false, StringComparer.Ordinal));
    private readonly ConcurrentDictionary<SourceScope, string> _faults = new();
    private readonly TaskCompletionSource _allComplete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True from the moment on when every source has been read once and its routes are published.</summary>
    public bool AllComplete => _allComplete.Task.IsCompleted;

    /// <summary>Completes together with <see cref="AllComplete"/>.</summary>
    public Task WhenAllComplete => _allComplete.Task;

    public IEnumerable<(string Name, bool Complete, string? Fault)> Sources => _complete
        .OrderBy(source => source.Key, StringComparer.Ordinal)
        .Select(source => (source.Key, source.Value, _faults.Where(fault => fault.Key.Source == source.Key).Select(fault => fault.Value).FirstOrDefault()));

    public bool IsComplete(string source) => _complete.GetValueOrDefault(source);

    public void Completed(string source)
    {
        _complete[source] = true;
        Measure(source);
    }

    /// <returns>True when that is news: a fault that was not known, or the end of one that was.</returns>
    public bool Faulted(SourceScope scope, string? fault)
    {
        bool wasFaulty = _faults.TryGetValue(scope, out string? before);
        if (fault is null)
            _faults.TryRemove(scope, out _);
        else
            _faults[scope] = fault;
        Measure(scope.Source);
        return fault is null ? wasFaulty : before != fault;
    }

    /// <summary>To be called after what is complete has been published.</summary>
    public void Published()
    {
        if (_complete.Values.All(complete => complete))
            _allComplete.TrySetResult();
    }

    private void Measure(string source) => metrics.Faulty(source, _faults.Keys.Count(scope => scope.Source == source));
}
