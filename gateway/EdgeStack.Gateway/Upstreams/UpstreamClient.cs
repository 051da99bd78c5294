namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// A pool of connections, shared by all upstreams that are connected to in the same way. It ends when nobody uses it any more: no upstream, and no
/// request under way.
/// </summary>
/// <param name="create">Makes the pool.</param>
/// <param name="time">The clock.</param>
internal sealed class UpstreamClient(Func<HttpMessageHandler> create, TimeProvider time)
{
    private int _uses = 1; // whoever made it

    public HttpMessageHandler Handler { get; } = create();

    public PooledNames Names { get; } = new(time);

    /// <summary>True when it has ended.</summary>
    public bool HasEnded => Volatile.Read(ref _uses) == 0;

    /// <summary>The client for one request, to be given back with <see cref="Leave"/>: this one, or its like when it ended a moment ago.</summary>
    public UpstreamClient Enter()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0)
        {
            int seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
                return this;
            uses = seen;
        }

        return new UpstreamClient(create, time);
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
            Handler.Dispose();
    }
}
