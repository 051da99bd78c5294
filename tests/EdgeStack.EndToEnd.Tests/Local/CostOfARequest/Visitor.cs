using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.EndToEnd.Tests.Local.CostOfARequest;

/// <summary>Sends one request after the other on one connection.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Visitor> ConnectAsync(IPEndPoint address)
    {
        Visitor visitor = new();
        await visitor._socket.ConnectAsync(address, Cancellation);
        return visitor;
    }

    public async Task AskAsync(Scenario scenario, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await _socket.SendAsync(scenario.Request, Cancellation);
            string head = await ReadAnswerAsync();
            Assert.StartsWith($"HTTP/1.1 {scenario.Status} ", head, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadAnswerAsync()
    {
        int have = 0, head;
        do
        {
            int read = await _socket.ReceiveAsync(_buffer.AsMemory(have), Cancellation);
            Assert.True(read > 0, "the gateway has closed the connection");
            have += read;
            head = _buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
        }
        while (head < 0 || have < head + 4 + LengthIn(head));
        return Encoding.Latin1.GetString(_buffer, 0, head);
    }

    private int LengthIn(int head)
    {
        const string Field = "\r\nContent-Length: ";
        string text = Encoding.Latin1.GetString(_buffer, 0, head);
        int at = text.IndexOf(Field, StringComparison.OrdinalIgnoreCase);
        Assert.True(at >= 0, $"an answer without Content-Length: {text}");
        return int.Parse(text.AsSpan(at + Field.Length).ToString().Split('\r')[0], CultureInfo.InvariantCulture);
    }
}
