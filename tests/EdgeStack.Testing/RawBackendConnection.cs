using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace EdgeStack.Testing;

/// <summary>One connection of a <see cref="RawBackend"/>.</summary>
public sealed class RawBackendConnection(TcpClient client, int number, ConcurrentQueue<string> requests, CancellationToken stop)
{
    private readonly NetworkStream _stream = client.GetStream();

    /// <summary>Counted from 1.</summary>
    public int Number => number;

    /// <summary>Cancelled at the test's end.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Reads up to the empty line after a request's headers; null when the connection has ended. Bodies stay unread.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _stream.ReadAsync(one, stop) == 0)
                return null;
            head.Append((char)one[0]);
        }

        requests.Enqueue(head.ToString());
        return head.ToString();
    }

    /// <summary>Reads exactly so many bytes.</summary>
    public async Task ReadBodyAsync(int length) => await _stream.ReadExactlyAsync(new byte[length], stop);

    /// <summary>The same, to be looked at.</summary>
    public async Task<byte[]> ReadAsync(int length)
    {
        byte[] bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes, stop);

    public async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop);

    /// <summary>Takes everything that comes until the gateway closes the connection; says how many bytes came, piece by piece.</summary>
    public async Task TakeAsync(Action<int> took)
    {
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await _stream.ReadAsync(buffer, stop)) > 0;)
            took(read);
    }

    /// <summary>Waits until the gateway closes the connection.</summary>
    public async Task WaitForEndAsync()
    {
        byte[] rest = new byte[1024];
        int read;
        do
        {
            read = await _stream.ReadAsync(rest, stop);
        }
        while (read > 0);
    }

    /// <summary>Ends the connection with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
    }
}
