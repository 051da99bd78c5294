using System.Collections.Concurrent;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// The names for which connections with TLS are kept. The client has a pool for every Host that a visitor writes, and behind a wildcard he may
/// write any: beyond so many in a minute a connection ends with its request.
/// </summary>
internal sealed class PooledNames(TimeProvider time)
{
    private const int Most = 64;

    // As long as the client keeps a connection that nobody uses.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _since = time.GetTimestamp();

    public bool Keep(string name)
    {
        if (_names.ContainsKey(name))
            return true;
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) >= Period)
            {
                _names.Clear();
                _since = time.GetTimestamp();
            }

            return _names.Count < Most && _names.TryAdd(name, true);
        }
    }
}
