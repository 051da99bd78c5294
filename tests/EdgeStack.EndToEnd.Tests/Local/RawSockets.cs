using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>What a visitor does who speaks HTTP by hand.</summary>
internal static class RawSockets
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects and sends a text.</summary>
    public static async Task<Socket> AskAsync(IPEndPoint address, string request)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, Cancellation);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), Cancellation);
        return socket;
    }

    /// <summary>Reads up to and including a text, or to the end.</summary>
    public static async Task<string> ReadThroughAsync(this Socket socket, string end)
    {
        StringBuilder text = new();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await socket.ReceiveAsync(one, Cancellation) > 0)
            text.Append((char)one[0]);
        return text.ToString();
    }

    /// <summary>Everything that still comes.</summary>
    public static async Task<string> RestAsync(this Socket socket)
    {
        StringBuilder rest = new();
        byte[] buffer = new byte[4096];
        for (int read; (read = await socket.ReceiveAsync(buffer, Cancellation)) > 0;)
            rest.Append(Encoding.Latin1.GetString(buffer, 0, read));
        return rest.ToString();
    }
}
