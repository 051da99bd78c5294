namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Where routes come from: a folder, or a Kubernetes cluster.</summary>
internal interface IRouteSource
{
    /// <summary>As people name it, for logs and the admin API.</summary>
    string Name { get; }

    /// <summary>Everything the source holds, then <see cref="SourceChange.Complete"/>, then every change, until cancelled.</summary>
    IAsyncEnumerable<SourceChange> ReadAsync(CancellationToken cancellationToken);
}
