namespace EdgeStack.Kubernetes;

/// <summary>The next thing that a watch stream has to say. All but the first three end it.</summary>
internal abstract record WatchSignal<T>
{
    /// <summary>The server accepted the watch.</summary>
    public sealed record Opened : WatchSignal<T>;

    /// <param name="Change">What happened.</param>
    /// <param name="ResourceVersion">Null where the object does not tell.</param>
    public sealed record Changed(Change<T> Change, string? ResourceVersion) : WatchSignal<T>;

    /// <summary>A bookmark: nothing happened up to here.</summary>
    public sealed record Progressed(string? ResourceVersion) : WatchSignal<T>;

    /// <summary>The server ended the watch as agreed; there is nothing wrong.</summary>
    public sealed record Closed : WatchSignal<T>;

    /// <summary>Not a byte for too long: perhaps quiet, perhaps dead.</summary>
    public sealed record Silent : WatchSignal<T>;

    /// <summary>An object is gone and could not be decoded, so nobody can be told what is gone.</summary>
    public sealed record Lost(UnreadableObject Object) : WatchSignal<T>;

    public sealed record Failed(Failure Failure) : WatchSignal<T>;
}
