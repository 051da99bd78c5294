using System.Diagnostics;
using System.Text;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>
/// Requests at a constant rate, whatever the answers do: one that has to wait for a free connection has been waiting since the moment at
/// which it was to be sent. One thread.
/// </summary>
internal sealed class PacedLoad : IDisposable
{
    // How long after the last request answers may come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly byte[][] _requests;
    private readonly double _perSecond;
    private readonly long _total;
    private readonly PacedConnection[] _connections;
    private readonly Stack<PacedConnection> _free;
    private readonly Latencies _latencies = new();
    private long _due, _sent, _errors;

    private PacedLoad(int port, IEnumerable<string> hosts, int connections, double perSecond, TimeSpan duration)
    {
        _requests = [.. hosts.Select(host => Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"))];
        _perSecond = perSecond;
        _total = (long)(perSecond * duration.TotalSeconds);
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new PacedConnection(port))];
        _free = new Stack<PacedConnection>(_connections);
    }

    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="hosts">They are asked for in turn.</param>
    /// <param name="connections">How many there are to choose from.</param>
    /// <param name="perSecond">Requests.</param>
    /// <param name="duration">From the first request to the last.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Task<LoadResult> RunAsync(int port, IEnumerable<string> hosts, int connections, double perSecond, TimeSpan duration, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using PacedLoad load = new(port, hosts, connections, perSecond, duration);
            return load.Run(duration + Patience, cancellation);
        },
        cancellation);

    public void Dispose()
    {
        foreach (PacedConnection connection in _connections)
            connection.Dispose();
    }

    private LoadResult Run(TimeSpan atMost, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        Queue<long> waiting = [];
        while (_latencies.Count + _errors < _total && Stopwatch.GetElapsedTime(start) < atMost)
        {
            cancellation.ThrowIfCancellationRequested();
            for (long now = Stopwatch.GetTimestamp(); _due < _total && Intended(start, _due) <= now; _due++)
                waiting.Enqueue(Intended(start, _due));
            while (waiting.Count > 0 && _free.TryPop(out PacedConnection? connection))
                connection.Send(_requests[_sent++ % _requests.Length], waiting.Dequeue());
            TimeSpan untilDue = _due < _total ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Intended(start, _due)) : LongestWait;
            Receive(TimeSpan.FromTicks(Math.Clamp(untilDue.Ticks, 0, LongestWait.Ticks)));
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return _latencies.Over(elapsed, _total - _latencies.Count);
    }

    private long Intended(long start, long number) => start + (long)(number / _perSecond * Stopwatch.Frequency);

    private void Receive(TimeSpan atMost)
    {
        Readable.Descriptor[] descriptors = Array.ConvertAll(_connections, connection => Readable.Of(connection.Descriptor));
        Readable.Wait(descriptors, atMost);
        for (int at = 0; at < descriptors.Length; at++)
        {
            if (!descriptors[at].IsReady)
                continue;
            PacedConnection connection = _connections[at];
            bool wasFree = connection.IsFree;
            long intended = connection.Intended;
            if (connection.Receive() is not { } status || wasFree)
                continue;
            if (status is >= 200 and < 300)
                _latencies.AddSince(intended);
            else
                _errors++;
            _free.Push(connection);
        }
    }
}
