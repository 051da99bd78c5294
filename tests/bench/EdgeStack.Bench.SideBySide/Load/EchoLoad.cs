using System.Diagnostics;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>Many WebSockets, each with one message under way all the time.</summary>
internal static class EchoLoad
{
    public static async Task<LoadResult> RunAsync(int port, string host, int sockets, TimeSpan duration, CancellationToken cancellation)
    {
        List<EchoConnection> connections = [];
        try
        {
            for (int number = 0; number < sockets; number++)
                connections.Add(await EchoConnection.OpenAsync(port, host, cancellation));
            Latencies[] latencies = [.. connections.Select(_ => new Latencies())];
            long start = Stopwatch.GetTimestamp(), end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            int[] lost = await Task.WhenAll(connections.Select((connection, number) => connection.EchoUntilAsync(end, latencies[number], cancellation)));
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            Latencies all = new();
            foreach (Latencies some in latencies)
                all.Add(some);
            return all.Over(elapsed, lost.Sum());
        }
        finally
        {
            foreach (EchoConnection connection in connections)
                connection.Dispose();
        }
    }
}
