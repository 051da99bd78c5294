using System.Collections.Concurrent;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Requests that wait for an endpoint. Their number is bounded, in total and for each upstream, so that one which is down for long
/// neither fills the memory nor takes the places of others; who finds no place is answered at once.
/// </summary>
internal sealed class HeldRequests
{
    public const int Most = 1024;

    public const int MostOfOneUpstream = 512;

    private readonly ConcurrentDictionary<string, int> _byUpstream = new(StringComparer.Ordinal);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place; false when there is none. Each place taken is given back with <see cref="Leave"/>.</summary>
    public bool TryEnter(string upstream)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        if (_byUpstream.AddOrUpdate(upstream, 1, static (_, count) => count + 1) <= MostOfOneUpstream)
            return true;
        Leave(upstream);
        return false;
    }

    public void Leave(string upstream)
    {
        if (_byUpstream.AddOrUpdate(upstream, 0, static (_, count) => count - 1) == 0)
            _byUpstream.TryRemove(new KeyValuePair<string, int>(upstream, 0));
        Interlocked.Decrement(ref _count);
    }
}
