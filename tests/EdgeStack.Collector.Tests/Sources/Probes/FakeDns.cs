using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Collector.Tests.Sources.Probes;

/// <summary>A DNS server on loopback that answers each question as a test wants it.</summary>
internal sealed class FakeDns : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private FakeDns(Func<byte[], IEnumerable<byte[]>> answers)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync(answers);
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public byte[]? Asked { get; private set; }

    public static FakeDns Start(Func<byte[], IEnumerable<byte[]>> answers) => new(answers);

    /// <summary>The question with a head that says so many records and this code, and an address behind it.</summary>
    public static byte[] Answer(byte[] question, int code, byte answers) =>
        [question[0], question[1], 0x81, (byte)(0x80 | code), 0, 1, 0, answers, 0, 2, 0, 3, .. question[12..], .. new byte[] { 0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1 }];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<byte[], IEnumerable<byte[]>> answers)
    {
        byte[] buffer = new byte[512];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                Asked = buffer[..received.ReceivedBytes];
                foreach (byte[] answer in answers(Asked))
                    await _socket.SendToAsync(answer, received.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
