using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Gateway.Tests;

/// <summary>A connection that stays open: what is sent and read on it, piece by piece.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="address">Where to connect to.</param>
    /// <param name="window">How many bytes the other end may be ahead of what is read; 0 leaves it to the system.</param>
    public static async Task<RawConnection> OpenAsync(Uri address, int window = 0)
    {
        TcpClient client = new();
        if (window > 0)
            client.ReceiveBufferSize = window;
        await client.ConnectAsync(IPAddress.Loopback, address.Port, Cancellation);
        return new RawConnection(client);
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancellation);

    public async Task SendBytesAsync(byte[] bytes) => await _stream.WriteAsync(bytes, Cancellation);

    /// <summary>Asks and reads the whole answer; returns its head.</summary>
    public async Task<string> AskAsync(string request)
    {
        await SendAsync(request);
        string head = await ReadThroughAsync("\r\n\r\n");
        int at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
            await ReadExactlyAsync(int.Parse(head.AsSpan(at + 16, head.IndexOf('\r', at) - at - 16), CultureInfo.InvariantCulture));
        else if (head.Contains("chunked", StringComparison.Ordinal))
            await ReadThroughAsync("0\r\n\r\n");
        return head;
    }

    /// <summary>Reads up to and including a text, or to the end.</summary>
    public async Task<string> ReadThroughAsync(string end)
    {
        StringBuilder text = new();
        byte[] one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await _stream.ReadAsync(one, Cancellation) > 0)
            text.Append((char)one[0]);
        return text.ToString();
    }

    public async Task ReadExactlyAsync(int count) => await _stream.ReadExactlyAsync(new byte[count], Cancellation);

    /// <summary>Everything that still comes, until the connection ends, however it ends.</summary>
    public async Task<string> RestAsync()
    {
        StringBuilder rest = new();
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; (read = await _stream.ReadAsync(buffer, Cancellation)) > 0;)
                rest.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // reset
        }

        return rest.ToString();
    }

    /// <summary>Sends bytes and nothing behind them; returns everything that comes back.</summary>
    public async Task<string> SendToEndAsync(byte[] bytes)
    {
        await WhileOpenAsync(async () =>
        {
            await _stream.WriteAsync(bytes, Cancellation);
            EndOfSending();
        });
        return await RestAsync();
    }

    /// <summary>Sends, unless the other end has closed the connection, which its answer explains.</summary>
    public Task SendWhileOpenAsync(string text) => WhileOpenAsync(() => SendAsync(text));

    public void EndOfSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends it without a goodbye.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();

    private static async Task WhileOpenAsync(Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            // by the other end
        }
    }
}
