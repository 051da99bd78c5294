namespace EdgeStack.Gateway.RouteFeed;

/// <summary>A part of a source that is always known as a whole: a file, or a kind of object in a namespace.</summary>
/// <param name="Source">The source as people name it, <c>folder /etc/routes</c> or <c>Kubernetes default</c>.</param>
/// <param name="Part">The file or the kind.</param>
internal readonly record struct SourceScope(string Source, string Part);
