using System.Collections.Immutable;
using EdgeStack.Telemetry.Foreign;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>Where the supervisor leaves what others may read: how the tunnel is, what cloudflared said last, what was done about it.</summary>
internal sealed class TunnelBoard
{
    private const int MostLines = 200, MostEvents = 50;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly Queue<TunnelNote> _notes = new();
    private volatile TunnelStatus _status = TunnelStatus.Off;
    private volatile ForeignExposition _families = ForeignExposition.Empty;

    public TunnelStatus Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>What cloudflared exposes; empty while it does not run.</summary>
    public ForeignExposition Families
    {
        get => _families;
        set => _families = value;
    }

    /// <summary>The last lines of cloudflared, the newest last.</summary>
    public ImmutableArray<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>What has happened to the tunnel, the newest last.</summary>
    public ImmutableArray<TunnelNote> Notes
    {
        get
        {
            lock (_lock)
                return [.. _notes];
        }
    }

    public void Keep(string line) => Keep(_lines, line, MostLines);

    public void Note(TunnelNote note) => Keep(_notes, note, MostEvents);

    private void Keep<T>(Queue<T> queue, T item, int most)
    {
        lock (_lock)
        {
            if (queue.Count == most)
                queue.Dequeue();
            queue.Enqueue(item);
        }
    }
}
