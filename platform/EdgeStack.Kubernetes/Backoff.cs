namespace EdgeStack.Kubernetes;

/// <summary>0.5 s, doubling to 30 s, each ± 25 % so that many clients of a restarted API server do not come back at once.</summary>
public sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // A server that names an absurd time must not switch us off.
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromMinutes(5);

    private TimeSpan _next = First;

    /// <summary>How long to wait before the next attempt.</summary>
    /// <param name="askedFor">The server's Retry-After; never waits less than this.</param>
    public TimeSpan Next(TimeSpan? askedFor = null)
    {
        TimeSpan wait = _next * (0.75 + (Random.Shared.NextDouble() * 0.5));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        if (askedFor is { } asked && asked > wait)
            wait = asked < LongestAskedFor ? asked : LongestAskedFor;
        return wait;
    }

    /// <summary>Something worked: the next failure is a first one.</summary>
    public void Reset() => _next = First;
}
