using System.Net.WebSockets;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>WebSockets that send a message every 100 ms and want it back.</summary>
internal static class SteadyEcho
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    /// <summary>How many broke before the end.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="host">As the Host header has it.</param>
    /// <param name="sockets">How many.</param>
    /// <param name="end">Ends them.</param>
    public static async Task<int> RunAsync(int port, string host, int sockets, CancellationToken end) =>
        (await Task.WhenAll(Enumerable.Range(0, sockets).Select(_ => IsDroppedAsync(port, host, end)))).Count(dropped => dropped);

    private static async Task<bool> IsDroppedAsync(int port, string host, CancellationToken end)
    {
        try
        {
            using EchoConnection connection = await EchoConnection.OpenAsync(port, host, end);
            using PeriodicTimer timer = new(Every, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(end))
            {
                if (!await connection.EchoAsync(end))
                    return true;
            }

            return false;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception error) when (error is WebSocketException or IOException or System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
