using System.Net;
using System.Net.Sockets;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>The order in which a gateway ends, as visitors and services see it: a real process, a real SIGTERM.</summary>
public sealed class ShutdownTests
{
    private const string Upgrade = "GET /socket HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static readonly byte[] Answer = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe9];

    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously), _finishFrame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<byte[]> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_SIGTERM_nothing_that_is_under_way_is_lost()
    {
        await using RawBackend backend = RawBackend.Start(ServeAsync);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", LocalGateway.Routes($$"""{ host: a.example, service: "http://127.0.0.1:{{backend.Port}}" }"""));
        await using LocalGateway gateway = await LocalGateway.StartAsync(folder, "--shutdown.delay", "2s");
        (IPEndPoint visitors, IPEndPoint watchers) = (gateway.Public, gateway.Metrics);

        using Socket idle = await RawSockets.AskAsync(visitors, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
        Assert.EndsWith("hello", await idle.ReadThroughAsync("hello"), StringComparison.Ordinal);
        using Socket slow = await RawSockets.AskAsync(visitors, "GET /slow HTTP/1.1\r\nHost: a.example\r\n\r\n");
        await slow.ReadThroughAsync("first");
        using Socket socket = await RawSockets.AskAsync(visitors, Upgrade);
        await socket.ReadThroughAsync("\x82\x0a" + "half ");

        await gateway.SignalAsync("TERM");
        await Eventually.HoldsAsync(async () => (await AnswerOfAsync(watchers, "/healthz/ready")).StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal), "not ready");
        Assert.StartsWith("HTTP/1.1 200 ", await AnswerOfAsync(visitors, "/"), StringComparison.Ordinal);

        await Eventually.HoldsAsync(() => RefusesAsync(visitors), "no more connections");
        Assert.Equal("", await idle.RestAsync());
        Assert.False(gateway.Ended.IsCompleted);
        _finish.SetResult();
        Assert.Equal("last!", await slow.RestAsync());

        // The upstream is in the middle of a frame, so the visitor is not told yet; the upstream itself is.
        byte[] told = await _heard.Task.WaitAsync(Cancellation);
        Assert.Equal([0x88, 0x82, 0x03, 0xe9], (byte[])[told[0], told[1], (byte)(told[6] ^ told[2]), (byte)(told[7] ^ told[3])]);
        _finishFrame.SetResult();
        Assert.Equal("frame\x88\x02\x03\xe9", await socket.ReadThroughAsync("\x88\x02\x03\xe9"));
        await socket.SendAsync(Answer, Cancellation);
        Assert.Equal("", await socket.RestAsync());
        Assert.Equal(0, (await gateway.Ended).ExitCode);
        Assert.All(gateway.Said, line => Assert.Contains(" info ", line, StringComparison.Ordinal));
    }

    private async Task ServeAsync(RawBackendConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } head)
        {
            if (head.StartsWith("GET /slow ", StringComparison.Ordinal))
            {
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                await _finish.Task.WaitAsync(connection.Stop);
                await connection.WriteAsync("last!");
            }
            else if (head.StartsWith("GET /socket ", StringComparison.Ordinal))
            {
                await connection.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x82\x0a" + "half ");
                _heard.SetResult(await connection.ReadAsync(8));
                await _finishFrame.Task.WaitAsync(connection.Stop);
                await connection.WriteAsync("frame" + "\x82\x01x" + "\x88\x02\x03\xe9");
                return;
            }
            else
            {
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            }
        }
    }

    private static async Task<string> AnswerOfAsync(IPEndPoint address, string path)
    {
        using Socket socket = await RawSockets.AskAsync(address, $"GET {path} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
        return await socket.RestAsync();
    }

    private static async Task<bool> RefusesAsync(IPEndPoint address)
    {
        try
        {
            using Socket socket = await RawSockets.AskAsync(address, "");
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused; // else it was on its way when the listener closed
        }
    }
}
