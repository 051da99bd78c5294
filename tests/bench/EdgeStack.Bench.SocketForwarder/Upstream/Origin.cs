using System.Net;

namespace EdgeStack.Bench.SocketForwarder.Upstream;

/// <summary>A backend and the connections to it that have nothing to do.</summary>
internal sealed class Origin(IPEndPoint endPoint)
{
    private const int MostIdle = 1024;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(100); // as YARP

    private readonly Lock _gate = new();
    private readonly Stack<UpstreamConnection> _idle = new();
    private readonly HashSet<UpstreamConnection> _all = [];

    /// <summary>A connection that was free, or a new one.</summary>
    public async ValueTask<UpstreamConnection> TakeAsync()
    {
        while (Pop() is { } idle)
        {
            if (!idle.IsStale)
                return idle;
            Drop(idle);
        }

        return await ConnectAsync();
    }

    /// <summary>A new connection.</summary>
    public async ValueTask<UpstreamConnection> ConnectAsync()
    {
        UpstreamConnection made = new(endPoint);
        lock (_gate)
            _all.Add(made);
        try
        {
            await made.ConnectAsync();
            return made;
        }
        catch
        {
            Drop(made);
            throw;
        }
    }

    /// <summary>Takes a connection back whose answer has been read to its end.</summary>
    public void GiveBack(UpstreamConnection connection)
    {
        if (!connection.Rest())
        {
            Drop(connection);
            return;
        }

        lock (_gate)
        {
            if (_idle.Count < MostIdle)
            {
                _idle.Push(connection);
                return;
            }
        }

        Drop(connection);
    }

    public void Drop(UpstreamConnection connection)
    {
        connection.Dispose();
        lock (_gate)
            _all.Remove(connection);
    }

    /// <summary>Ends connections whose upstream has been silent for too long; whoever waits for it gets an error.</summary>
    public void DropSilent()
    {
        long before = Environment.TickCount64 - (long)LongestSilence.TotalMilliseconds;
        UpstreamConnection[] silent;
        lock (_gate)
            silent = [.. _all.Where(connection => connection.WaitingSince is > 0 and var since && since < before)];
        foreach (UpstreamConnection connection in silent)
            connection.Dispose();
    }

    private UpstreamConnection? Pop()
    {
        lock (_gate)
            return _idle.TryPop(out UpstreamConnection? idle) ? idle : null;
    }
}
