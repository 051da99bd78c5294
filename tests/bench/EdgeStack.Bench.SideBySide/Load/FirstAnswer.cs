using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Bench.SideBySide.Load;

/// <summary>Asks a server that is starting until it serves.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns when <c>GET /</c> of the host is answered with 200; throws after two minutes.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="host">As the Host header has it.</param>
    /// <param name="mustRun">Throws when the server has ended.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task WaitAsync(int port, string host, Action mustRun, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer pause = new(Pause, TimeProvider.System);
        while (!await AnswersAsync(port, host, cancellation))
        {
            mustRun();
            if (Stopwatch.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"no answer of {host} on port {port} within {Limit}");
            await pause.WaitForNextTickAsync(cancellation);
        }
    }

    private static async Task<bool> AnswersAsync(int port, string host, CancellationToken cancellation)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), cancellation);
            byte[] answer = new byte[4096];
            int length = await socket.ReceiveAsync(answer, cancellation);
            return answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false; // nobody listens yet
        }
    }
}
