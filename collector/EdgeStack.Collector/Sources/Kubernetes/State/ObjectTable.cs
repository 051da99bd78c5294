using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>
/// The objects of a kind as they were heard of last. While the watch is down they stay: an outage of the API server does not end what runs in the cluster, and their
/// age says what they are worth.
/// </summary>
internal sealed class ObjectTable<T>(TimeProvider time)
    where T : ClusterObject
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<ObjectKey, T> _objects = new(ObjectKey.Order);
    private readonly SortedDictionary<ObjectKey, string> _unreadable = new(ObjectKey.Order);
    private bool _listed, _notServed;
    private string? _fault;
    private long _interrupted;

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    public void Apply(Change<T> change)
    {
        lock (_lock)
        {
            Version++;
            switch (change)
            {
                case Change<T>.Listed listed:
                    Replace(listed);
                    break;
                case Change<T>.Upserted(T item):
                    _unreadable.Remove(item.Key);
                    _objects[item.Key] = item;
                    break;
                case Change<T>.Deleted(T item):
                    _unreadable.Remove(item.Key);
                    _objects.Remove(item.Key);
                    break;
                case Change<T>.Unread(UnreadableObject item):
                    // What was known of it is out of date: absent rather than wrong.
                    _objects.Remove(KeyOf(item));
                    _unreadable[KeyOf(item)] = item.Why;
                    break;
                case Change<T>.Interrupted(WatchFault fault):
                    Down(fault.Message);
                    break;
                case Change<T>.Resumed:
                    _fault = null;
                    break;
            }
        }
    }

    public void Interrupted(string why)
    {
        lock (_lock)
            Down(why);
    }

    public void NotServed() => Empty(notServed: true);

    /// <summary>Forgets everything, as before the first answer.</summary>
    public void Forget() => Empty(notServed: false);

    /// <summary>Shows every object, in order. Changes wait meanwhile.</summary>
    public WatchState Read(Action<T> show)
    {
        lock (_lock)
        {
            foreach (T item in _objects.Values)
                show(item);
            return new WatchState(_objects.Count, _listed, _fault is null ? TimeSpan.Zero : time.GetElapsedTime(_interrupted), _fault)
            {
                NotServed = _notServed,
                Unreadable = [.. _unreadable.Values],
            };
        }
    }

    private void Empty(bool notServed)
    {
        lock (_lock)
        {
            Version++;
            _objects.Clear();
            _unreadable.Clear();
            (_notServed, _listed, _fault) = (notServed, false, null);
        }
    }

    private void Replace(Change<T>.Listed listed)
    {
        _objects.Clear();
        _unreadable.Clear();
        foreach (T item in listed.Items)
            _objects[item.Key] = item;
        foreach (UnreadableObject item in listed.Unreadable)
            _unreadable[KeyOf(item)] = item.Why;
        (_notServed, _listed, _fault) = (false, true, null);
    }

    // The reason of an outage may change; when it began does not.
    private void Down(string why)
    {
        if (_fault is null)
            _interrupted = time.GetTimestamp();
        _fault = why;
    }

    private static ObjectKey KeyOf(UnreadableObject item) => new(item.Namespace, item.Name);
}
