using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>
/// What a watch tells. Objects are identified by namespace and name; an object that was deleted and made again
/// keeps both and has another <see cref="ObjectMeta.Uid"/>. The same state may be told twice.
/// </summary>
public abstract record Change<T>
{
    private Change()
    {
    }

    /// <summary>The complete state: replaces everything known. Also the end of an <see cref="Interrupted"/>.</summary>
    public sealed record Listed(ImmutableArray<T> Items) : Change<T>
    {
        /// <summary>These exist as well, so what is known of them must not be dropped.</summary>
        public ImmutableArray<UnreadableObject> Unreadable { get; init; } = [];
    }

    /// <summary>One object was created or changed.</summary>
    public sealed record Upserted(T Item) : Change<T>;

    /// <summary>One object is gone, or no longer matches the label selector; with its last state.</summary>
    public sealed record Deleted(T Item) : Change<T>;

    /// <summary>One object was created or changed and could not be decoded; what is known of it is out of date.</summary>
    public sealed record Unread(UnreadableObject Object) : Change<T>;

    /// <summary>The watch is down and is being tried again; the last known state stays. Told once per reason of an outage.</summary>
    public sealed record Interrupted(WatchFault Fault) : Change<T>;

    /// <summary>The watch is up again after <see cref="Interrupted"/> and missed nothing: changes from the gap follow as usual.</summary>
    public sealed record Resumed : Change<T>;
}
