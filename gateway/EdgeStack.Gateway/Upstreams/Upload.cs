namespace EdgeStack.Gateway.Upstreams;

/// <summary>A request's body on its way to an upstream. Its reader, the connection that it goes over and what limits its time know it.</summary>
/// <param name="length">What the visitor declared; null when the body says itself where it ends.</param>
internal sealed class Upload(long? length)
{
    // What remains of a refused body is counted off, not sent; from here on that would take too long.
    private const long LongestRest = 1L << 36;

    private static readonly AsyncLocal<Upload?> Here = new();

    private volatile bool _sent, _unwanted;
    private long _skipped;

    /// <summary>The one that the calling code sends; null when it sends none, or over a connection that many share.</summary>
    public static Upload? Current => Here.Value;

    /// <summary>Called when the last byte has been sent.</summary>
    public Action? WhenSent { get; set; }

    /// <summary>True when the upstream has said its last word before the body's end: no more of it is sent.</summary>
    public bool IsUnwanted => _unwanted;

    /// <summary>Makes it the current one for the calling code and what it calls.</summary>
    public void Begin() => Here.Value = this;

    public void End()
    {
        _sent = true;
        WhenSent?.Invoke();
    }

    /// <summary>The upstream wants no more of it.</summary>
    /// <returns>False when the rest has to be sent nevertheless.</returns>
    public bool TryRefuse() => _unwanted |= !_sent && length is null or <= LongestRest;

    /// <summary>Stands in for a part of the rest, which nobody will see: the HTTP client counts what it was promised.</summary>
    /// <param name="received">Bytes that came from the visitor.</param>
    /// <param name="buffer">Where the part would stand.</param>
    public int Skip(long received, Memory<byte> buffer)
    {
        int count = (int)Math.Min(Math.Max(0, (length ?? 0) - received - _skipped), buffer.Length);
        buffer.Span[..count].Clear();
        _skipped += count;
        return count;
    }
}
